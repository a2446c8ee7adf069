// Ids of records and of what they name. Flow: record key -> [record ids] -> records.
#pragma once

#include "core/personas/draws/draw.hpp"
#include "core/personas/fields/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas {

/// What an id belongs to. Never renumber.
enum class id_owner : std::uint8_t {
  order,
  transaction,
  ticket,
  review,
  line_item,
  product,
  account,
};

/// UUIDs of version 8 without a register: the first 60 free bits are a bijection of the number,
/// each owner and part having one of its own; the last five bits tell owner and part, the others
/// are random. So no two are equal, whatever they belong to. Thread: immutable.
class record_ids {
 public:
  /// `draws` must outlive it.
  explicit record_ids(const draw_source& draws) : draws_(draws) {}

  /// `number` below 2^60, `part` below 4.
  void append(id_owner owner, std::uint64_t number, std::uint32_t part, std::uint64_t random,
              std::string& out) const {
    numbers(owner, part).append(number, random << 5 | mark(owner, part), out);
  }

  /// The number of an id that append() made.
  std::optional<std::uint64_t> number_of(id_owner owner, std::uint32_t part,
                                         std::string_view id) const {
    return numbers(owner, part).number_of(id);
  }

 private:
  static std::uint64_t mark(id_owner owner, std::uint32_t part) {
    return std::uint64_t{static_cast<std::uint8_t>(owner)} << 2 | part;
  }
  // No record has such a number.
  uuid_sequence numbers(id_owner owner, std::uint32_t part) const {
    return uuid_sequence(draws_.bits(~mark(owner, part), purpose::order_record));
  }

  const draw_source& draws_;
};

}  // namespace veriload::personas
