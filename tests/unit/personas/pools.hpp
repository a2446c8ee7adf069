// Plans of personas for tests.
#pragma once

#include "core/config/plan.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>

namespace veriload::personas::test {

/// `size` personas of equal shares of `locales`.
inline config::data_plan pool_of(std::int64_t size, std::int64_t seed = 42,
                                 std::initializer_list<const char*> locales = {"en_US"}) {
  config::data_plan plan;
  plan.pool_size = size;
  plan.seed = seed;
  for (const char* locale : locales)
    plan.locales.push_back({locale, 1.0});
  plan.source = "verisim";
  return plan;
}

}  // namespace veriload::personas::test
