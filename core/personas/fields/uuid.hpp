// Unique ids that hold their number. Flow: index, company number -> [uuid] -> field.
#pragma once

#include "core/personas/draws/bijection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas {

/// UUIDs of version 8 (RFC 9562): the 60 free bits before the variant are a keyed bijection of the
/// number, so no two numbers share an id, and the number can be read back; the 62 bits after it are
/// random. Thread: immutable.
class uuid_sequence {
 public:
  explicit uuid_sequence(std::uint64_t key) : numbers_(std::uint64_t{1} << 60, key) {}

  /// Appends the id of `number`, which is below 2^60.
  void append(std::uint64_t number, std::uint64_t random, std::string& out) const;

  /// The number of an id; nothing when the text is no UUID of version 8.
  std::optional<std::uint64_t> number_of(std::string_view uuid) const;

 private:
  bijection numbers_;
};

}  // namespace veriload::personas
