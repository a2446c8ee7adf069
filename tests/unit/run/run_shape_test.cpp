#include "core/run/run_shape.hpp"

#include "core/run/conductor.hpp"
#include "core/run/machine.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::run;
using base::second;

namespace {

config::profile_plan plan_of(config::profile_type type) {
  config::profile_plan plan;
  plan.type = type;
  plan.target_users = 10;
  plan.duration_seconds = 20;
  plan.tick_seconds = 0.5;
  return plan;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run_shape_suite)

BOOST_AUTO_TEST_CASE(soak_holds_its_users_for_its_duration) {
  const auto profile = profile_of(plan_of(config::profile_type::soak));
  BOOST_TEST(profile.duration() == 20 * second);
  BOOST_TEST(profile.users_at(0) == 10U);
  BOOST_TEST(profile.users_at(20 * second - 1) == 10U);
}

BOOST_AUTO_TEST_CASE(ramp_reaches_its_users_and_holds_them_for_one_tick) {
  auto plan = plan_of(config::profile_type::ramp);
  const auto profile = profile_of(plan);
  BOOST_TEST(profile.users_at(0) == 0U);
  BOOST_TEST(profile.users_at(10 * second) == 5U);
  BOOST_TEST(profile.users_at(20 * second) == 10U);
  BOOST_TEST(profile.duration() == 20 * second + second / 2);
  plan.tick_seconds = 0;
  BOOST_TEST(profile_of(plan).duration() == 20 * second + base::millisecond);
}

BOOST_AUTO_TEST_CASE(spike_holds_for_its_own_time_else_for_the_duration) {
  auto plan = plan_of(config::profile_type::spike);
  BOOST_TEST(profile_of(plan).duration() == 20 * second);
  plan.hold_seconds = 2.5;
  BOOST_TEST(profile_of(plan).duration() == 5 * second / 2);
  BOOST_TEST(profile_of(plan).users_at(0) == 10U);
}

BOOST_AUTO_TEST_CASE(steps_follow_one_another) {
  auto plan = plan_of(config::profile_type::step);
  plan.steps = {{2, 1.0}, {7, 0.5}};
  const auto profile = profile_of(plan);
  BOOST_TEST(profile.users_at(second - 1) == 2U);
  BOOST_TEST(profile.users_at(second) == 7U);
  BOOST_TEST(profile.duration() == 3 * second / 2);
  BOOST_TEST(profile.peak() == 7U);
}

BOOST_AUTO_TEST_CASE(stages_are_lines_and_the_last_rise_is_held_for_one_tick) {
  auto plan = plan_of(config::profile_type::stages);
  plan.stages = {{10, 10, ""}, {20, 10, "top"}};
  const auto profile = profile_of(plan);
  BOOST_TEST(profile.users_at(5 * second) == 5U);
  BOOST_TEST(profile.users_at(15 * second) == 15U);
  BOOST_TEST(profile.users_at(20 * second) == 20U);
  BOOST_TEST(profile.duration() == 20 * second + second / 2);
}

BOOST_AUTO_TEST_CASE(a_plan_with_arrivals_is_open_or_partly_open) {
  config::plan plan;
  BOOST_TEST(!arrivals_of(plan).has_value());
  BOOST_TEST(load_model_of(plan.profile) == "closed");
  plan.profile.arrival.emplace().first_rate = 10;
  plan.profile.stages = {{30, 2, ""}};
  BOOST_TEST(load_model_of(plan.profile) == "partly_open");
  BOOST_TEST(arrivals_of(plan)->wanted_by(2 * second) == 40.0);
  plan.profile.arrival->each = config::arrival_unit::iteration;
  BOOST_TEST(load_model_of(plan.profile) == "open");
}

BOOST_AUTO_TEST_CASE(threads_are_those_asked_for_but_never_more_than_users_or_personas) {
  config::plan plan;
  plan.profile.target_users = 100;
  plan.data.pool_size = 100;
  BOOST_TEST(threads_for(plan, 3) == 3U);
  BOOST_TEST(threads_for(plan, 0) == std::min(usable_cores(), 100U));
  plan.profile.target_users = 2;
  BOOST_TEST(threads_for(plan, 8) == 2U);
  plan.data.pool_size = 1;
  BOOST_TEST(threads_for(plan, 8) == 1U);
  plan.profile.target_users = 0;
  BOOST_TEST(threads_for(plan, 8) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
