// Records that are linked to a persona: what a service is asked to store. Flow: persona, kind,
// number -> [linked records] -> JSON.
#pragma once

#include "core/personas/engine/world.hpp"
#include "core/personas/records/record_kind.hpp"

#include <cstdint>
#include <string>

namespace veriload::personas {

class given_values;

/// Any record of any persona at any time, in constant time and without a store. It agrees with the
/// persona, with its other records and with those of others: README.md has the rules.
///
/// World and given values must outlive it. Thread: any.
class linked_records {
 public:
  /// `given` may be null.
  linked_records(const world& shared, const given_values* given) : shared_(shared), given_(given) {}

  /// Appends one line of JSON without a line end. `number` must be below records_per_persona.
  void append(const persona_basis& basis, record_kind kind, std::uint64_t number,
              std::string& out) const;

 private:
  const world& shared_;
  const given_values* given_;
};

}  // namespace veriload::personas
