#include "core/run/run_shape.hpp"

#include "core/base/assert.hpp"

namespace veriload::run {

scheduler::load_profile profile_of(const config::profile_plan& plan) {
  using scheduler::load_profile;
  const auto users = static_cast<std::uint64_t>(plan.target_users);
  const base::ns duration = base::from_seconds(plan.duration_seconds);
  switch (plan.type) {
    case config::profile_type::soak:
      return load_profile::soak(users, duration);
    case config::profile_type::ramp:
      return load_profile::ramp(users, duration,
                                std::max(base::from_seconds(plan.tick_seconds), base::millisecond));
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
  }
  VL_ASSERT(false, "the schema admits the four types only");
}

}  // namespace veriload::run
