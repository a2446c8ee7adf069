// Plans with given values. Flow: [conflict plans] -> conflict tests.
#pragma once

#include "tests/unit/personas/pools.hpp"

#include <initializer_list>
#include <utility>
#include <vector>

namespace veriload::personas::test {

using config::conflict_mode;

using given_list = std::vector<std::pair<const char*, const char*>>;

inline config::data_plan plan_with(conflict_mode mode, const given_list& overrides,
                                   std::initializer_list<const char*> locales = {"en_US"}) {
  config::data_plan plan = pool_of(2000, 42, locales);
  plan.on_conflict = mode;
  std::uint32_t line = 9;
  for (const auto& [path, value] : overrides)
    plan.overrides.push_back({path, value, {"veriload.yaml", line++, 5}});
  return plan;
}

}  // namespace veriload::personas::test
