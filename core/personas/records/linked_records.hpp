// Records that are linked to a persona: what a service is asked to store. Flow: persona, kind,
// number -> [linked records] -> JSON.
#pragma once

#include "core/personas/records/record_kind.hpp"

#include <cstdint>
#include <string>

namespace veriload::personas {

class engine_source;

/// Any record of any persona at any time, in constant time and without a store. It agrees with the
/// persona, with its other records and with those of others: README.md has the rules.
///
/// The source must outlive it. Thread: any.
class linked_records {
 public:
  explicit linked_records(const engine_source& source) : source_(source) {}

  /// Appends one line of JSON without a line end. `number` must be below records_per_persona.
  void append(std::uint64_t index, record_kind kind, std::uint64_t number, std::string& out) const;

 private:
  const engine_source& source_;
};

}  // namespace veriload::personas
