// A load plan in one line: "10u,60s; 100u,5m; 0,30s". Flow: profile.plan, --plan -> [load line] ->
// profile rules, plan.
#pragma once

#include "core/config/plan.hpp"

#include <string_view>
#include <vector>

namespace veriload::config {

/// What the line says.
struct load_line {
  bool arrivals = false;              ///< levels are arrivals per second, not users
  std::vector<profile_stage> stages;  ///< at least one, with a level and a length above 0
};

/// Reads `level,time` pairs with `;` between them; blanks count nowhere, one `;` may end the line.
///
/// A level is a number of users (`10u`) or of arrivals per second or minute (`50/s`, `30/m`), the
/// same kind all along; 0 needs no unit. A time ends in ms, s, m or h. Users begin at nobody,
/// arrivals at the first rate. Throws setup_error "at character N: what was found, what was
/// expected", counted from 1. Thread: any.
load_line read_load_line(std::string_view text);

}  // namespace veriload::config
