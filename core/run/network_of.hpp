// The section `network` in the form that loops use. Flow: plan -> [network] -> reactor.
#pragma once

#include "core/config/plan.hpp"
#include "core/loop/network.hpp"

namespace veriload::run {

/// The settings of a plan that passed every check. Throws setup_error for a proxy with a login that
/// no proxy could take. Thread: any.
loop::network_settings network_of(const config::network_plan& plan);

}  // namespace veriload::run
