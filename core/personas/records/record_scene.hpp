// What all records of one persona share. Flow: persona -> [record scene] -> records.
#pragma once

#include "core/personas/engine/person.hpp"
#include "core/personas/engine_source.hpp"
#include "core/personas/records/instants.hpp"
#include "core/personas/records/record_draws.hpp"
#include "core/personas/records/record_ids.hpp"

#include <cstdint>

namespace veriload::personas {

/// Everything must outlive it. Thread: one.
struct record_scene {
  const engine_source& source;
  const world& shared;
  std::uint64_t index;  ///< of the persona
  person& self;
  record_ids ids;
  time_window window;

  const image::tables& tables() const { return shared.tables(); }
  const image::country_row& country() const { return self.locale().country; }

  record_draws draws(purpose why, std::uint64_t number) const {
    return {shared.draws(), why, record_key(index, number)};
  }
};

}  // namespace veriload::personas
