// Think time and pacing: which keys a distribution takes, and their meaning. Flow: check -> [pause
// rules] -> plan.
#pragma once

#include "core/config/check.hpp"
#include "core/config/plan.hpp"
#include "core/config/problems.hpp"

namespace veriload::config {

/// Adds what is wrong with profile.think_time and profile.pacing. Thread: any.
void check_pauses(const checked_document& document, problem_list& problems);

/// The plan of a section that passed `check_pauses`. Thread: any.
pause_plan build_pause(const base::node& section);

}  // namespace veriload::config
