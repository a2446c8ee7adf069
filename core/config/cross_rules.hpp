// Rules between keys. Flow: check -> [cross rules] -> plan.
#pragma once

#include "core/config/check.hpp"
#include "core/config/problems.hpp"

namespace veriload::config {

/// Adds a problem for every rule between keys that does not hold; rules about keys that did not
/// pass the check stay silent. On the way it fills in what depends on other keys
/// (`profile.target_users`; for a step profile also `profile.duration_seconds`), with the place of
/// its source. Thread: any.
void check_rules_between_keys(checked_document& document, problem_list& problems);

}  // namespace veriload::config
