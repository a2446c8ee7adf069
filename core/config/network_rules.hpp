// What the texts of the section `network` must be. Flow: check -> [network rules] -> plan.
#pragma once

#include "core/config/check.hpp"
#include "core/config/problems.hpp"

namespace veriload::config {

/// Adds a problem for each source address, override and proxy that cannot be used, and for a proxy
/// whose host is not in safety.allowed_hosts. Keys that did not pass the check are left alone.
/// Thread: any.
void check_network(const checked_document& document, problem_list& problems);

}  // namespace veriload::config
