// The rules of a plan. Flow: plan -> [promised rules] -> gates.
#pragma once

#include "core/config/plan.hpp"
#include "core/gates/rule.hpp"

#include <vector>

namespace veriload::run {

/// Those of `slo.global` and `slo.endpoints`, then those of `slo.rules`, in their order. Throws
/// setup_error with every rule that cannot be read. Thread: any.
std::vector<gates::rule> promised_rules(const config::plan& plan);

}  // namespace veriload::run
