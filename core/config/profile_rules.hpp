// Rules between the keys of a profile, and what follows from them. Flow: check -> [profile rules]
// -> plan.
#pragma once

#include "core/config/check.hpp"
#include "core/config/problems.hpp"

namespace veriload::config {

/// Adds what is wrong, and fills in `type`, `target_users` and `duration_seconds` where other keys
/// tell them. Broken keys are left alone. Thread: any.
void check_profile(checked_document& document, problem_list& problems);

}  // namespace veriload::config
