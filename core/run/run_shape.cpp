#include "core/run/run_shape.hpp"

#include "core/base/assert.hpp"
#include "core/run/arrival_trace.hpp"
#include "core/run/preparation.hpp"

namespace veriload::run {

scheduler::load_profile profile_of(const config::profile_plan& plan) {
  using scheduler::load_profile;
  const auto users = static_cast<std::uint64_t>(plan.target_users);
  const base::ns duration = base::from_seconds(plan.duration_seconds);
  const base::ns look = std::max(base::from_seconds(plan.tick_seconds), base::millisecond);
  switch (plan.type) {
    case config::profile_type::soak:
      return load_profile::soak(users, duration);
    case config::profile_type::ramp:
      return load_profile::ramp(users, duration, look);
    case config::profile_type::spike:
      return load_profile::spike(
          users, plan.hold_seconds ? base::from_seconds(*plan.hold_seconds) : duration);
    case config::profile_type::step: {
      std::vector<scheduler::level> levels;
      for (const auto& step : plan.steps) {
        levels.push_back(
            {static_cast<std::uint64_t>(step.users), base::from_seconds(step.seconds)});
      }
      return load_profile::steps(levels);
    }
    case config::profile_type::stages: {
      std::vector<scheduler::level_line> lines;
      for (const auto& stage : plan.stages) {
        lines.push_back(
            {static_cast<std::uint64_t>(stage.level), base::from_seconds(stage.seconds)});
      }
      return load_profile::lines(lines, look);
    }
    case config::profile_type::arrival:
      return load_profile::soak(users, duration);
  }
  VL_ASSERT(false, "the schema admits these types only");
}

std::optional<scheduler::arrival_schedule> arrivals_of(const config::plan& plan) {
  using scheduler::arrival_schedule;
  const config::profile_plan& profile = plan.profile;
  if (!profile.arrival) return std::nullopt;
  if (profile.arrival->trace)
    return arrival_schedule::trace(read_arrival_trace(*profile.arrival->trace));
  std::vector<scheduler::rate_stage> stages;
  for (const auto& stage : profile.stages)
    stages.push_back({stage.level, base::from_seconds(stage.seconds)});
  return profile.arrival->distribution == config::arrival_distribution::poisson
             ? arrival_schedule::poisson(profile.arrival->first_rate, stages,
                                         static_cast<std::uint64_t>(plan.data.seed))
             : arrival_schedule::constant(profile.arrival->first_rate, stages);
}

scheduler::pause pause_of(const config::pause_plan& plan) {
  const base::ns first = base::from_seconds(plan.first_seconds);
  const base::ns second = base::from_seconds(plan.second_seconds);
  switch (plan.distribution) {
    case config::pause_distribution::constant:
      return scheduler::pause::constant(first);
    case config::pause_distribution::uniform:
      return scheduler::pause::uniform(first, second);
    case config::pause_distribution::normal:
      return scheduler::pause::normal(first, second);
    case config::pause_distribution::exponential:
      return scheduler::pause::exponential(first);
  }
  VL_ASSERT(false, "the schema admits these distributions only");
}

const char* load_model_of(const config::profile_plan& plan) {
  if (!plan.arrival) return "closed";
  return plan.arrival->each == config::arrival_unit::iteration ? "open" : "partly_open";
}

run_shape shape_of(preparation& prepared, std::uint32_t threads, loop::offload_pool& offload) {
  const config::plan& plan = prepared.plan();
  run_shape shape{profile_of(plan.profile),
                  static_cast<double>(plan.run.spawn_rate),
                  plan.safety.max_rps.value_or(0),
                  base::from_seconds(plan.profile.tick_seconds),
                  plan.profile.tick_seconds == 0,
                  base::from_seconds(static_cast<double>(plan.run.max_duration_seconds)),
                  base::from_seconds(plan.run.drain_seconds),
                  threads,
                  static_cast<std::uint64_t>(plan.data.pool_size),
                  plan.data.on_exhaust,
                  static_cast<std::uint64_t>(plan.data.seed),
                  &prepared.user_class(),
                  &prepared.scenario_plugin(),
                  &prepared.scenario(),
                  prepared.plugins().all<vl_protocol_v1>(VL_COMP_PROTOCOL),
                  &prepared.personas(),
                  &prepared.allowed_hosts(),
                  &prepared.network(),
                  &offload,
                  prepared.names()};
  const config::profile_plan& profile = plan.profile;
  shape.arrivals = prepared.arrivals();
  if (profile.arrival) {
    shape.each_iteration = profile.arrival->each == config::arrival_unit::iteration;
    if (profile.arrival->max_lateness_seconds)
      shape.max_lateness = base::from_seconds(*profile.arrival->max_lateness_seconds);
  }
  shape.most_users = static_cast<std::uint64_t>(plan.run.users);
  shape.iterations = static_cast<std::uint64_t>(profile.iterations.value_or(0));
  if (profile.total_iterations)
    shape.total_iterations = static_cast<std::uint64_t>(*profile.total_iterations);
  if (profile.think_time) shape.think_time = pause_of(*profile.think_time);
  if (profile.pacing) shape.pacing = pause_of(*profile.pacing);
  shape.warmup = base::from_seconds(profile.warmup_seconds);
  shape.classes = prepared.classes();
  return shape;
}

}  // namespace veriload::run
