// What all workers of one run agree on. Flow: preparation -> [run shape] -> worker.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/host_rules.hpp"
#include "core/config/plan.hpp"
#include "core/host/declared.hpp"
#include "core/host/plugin_registry.hpp"
#include "core/personas/persona_source.hpp"
#include "core/run/class_mix.hpp"
#include "core/scheduler/arrival_schedule.hpp"
#include "core/scheduler/load_profile.hpp"
#include "core/scheduler/pause.hpp"
#include "core/user/worker_context.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace veriload::loop {
class offload_pool;
struct network_settings;
}  // namespace veriload::loop

namespace veriload::run {

class preparation;

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

  const scheduler::arrival_schedule* arrivals = nullptr;  ///< null: the profile's users, closed
  bool each_iteration = false;          ///< an arrival is an iteration of a user that stays
  base::ns max_lateness = base::never;  ///< an arrival later than that is skipped
  std::uint64_t most_users = 0;         ///< at a time, of arrivals
  std::uint64_t iterations = 0;         ///< of each user; 0 = no limit
  std::uint64_t total_iterations = UINT64_MAX;
  std::optional<scheduler::pause> think_time = std::nullopt;
  std::optional<scheduler::pause> pacing = std::nullopt;
  base::ns warmup = 0;
  const class_mix* classes = nullptr;  ///< null: everybody is of `user_class`

  /// When the plan ends, since the start.
  base::ns end() const noexcept { return std::min(profile.duration(), longest); }
};

/// The shape of a run on `threads` workers. `prepared` and `offload` outlive it. Thread: main.
run_shape shape_of(preparation& prepared, std::uint32_t threads, loop::offload_pool& offload);

/// The arrivals that a plan describes, or nothing when it is closed. Reads the trace. Throws
/// setup_error with its file and line. Thread: any.
std::optional<scheduler::arrival_schedule> arrivals_of(const config::plan& plan);

/// Thread: any.
scheduler::pause pause_of(const config::pause_plan& plan);

/// "closed", "open" or "partly_open". Thread: any.
const char* load_model_of(const config::profile_plan& plan);

/// The load profile that a plan's `profile` section describes. Thread: any.
scheduler::load_profile profile_of(const config::profile_plan& plan);

}  // namespace veriload::run
