// What all workers of one run agree on. Flow: preparation -> [run shape] -> worker.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/host_rules.hpp"
#include "core/config/plan.hpp"
#include "core/host/declared.hpp"
#include "core/host/plugin_registry.hpp"
#include "core/personas/persona_source.hpp"
#include "core/scheduler/load_profile.hpp"
#include "core/user/worker_context.hpp"

#include <cstdint>
#include <vector>

namespace veriload::loop {
class offload_pool;
struct network_settings;
}  // namespace veriload::loop

namespace veriload::run {

/// Immutable while a run runs. Thread: read by all.
struct run_shape {
  scheduler::load_profile profile;
  double spawn_rate;  ///< users per second
  double max_rps;     ///< requests per second; 0 = no limit
  base::ns tick;      ///< how often the plan is looked at; ignored when one_pass
  bool one_pass;      ///< tick_seconds 0: all users at once, one iteration each, nobody replaced
  base::ns longest;   ///< max_duration_seconds
  base::ns drain;     ///< from the request to stop until users are cancelled
  std::uint32_t workers;
  std::uint64_t pool_size;
  config::exhaust_mode on_exhaust;
  std::uint64_t seed;
  const host::user_class* user_class;
  const host::plugin* scenario_plugin;
  const vl_scenario_v1* scenario;
  std::vector<host::plugin_registry::found<vl_protocol_v1>> protocols;
  const personas::persona_source* personas;
  const base::host_rules* allowed_hosts;
  const loop::network_settings* network;
  loop::offload_pool* offload;
  users::run_names names;
};

/// The load profile that a plan's `profile` section describes. Thread: any.
scheduler::load_profile profile_of(const config::profile_plan& plan);

}  // namespace veriload::run
