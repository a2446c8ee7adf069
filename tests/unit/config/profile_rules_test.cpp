#include "core/config/profile_rules.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace config_text;
using namespace veriload::config;

namespace {

// `valid` with another profile.
std::string profile(const std::string& lines) {
  return with("  type: soak\n  duration_seconds: 30\n", lines);
}

plan plan_of(const std::string& lines) { return loaded_from(profile(lines)).plan; }

plan with_plan_option(const std::string& text, const std::string& line) {
  load_options options;
  options.load_plan = line;
  return loaded_from(text, options).plan;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(profile_rules)

BOOST_AUTO_TEST_CASE(a_profile_needs_a_type_or_a_plan) {
  BOOST_TEST(
      refusal(profile("  duration_seconds: 30\n")) ==
      "v.yaml:9:1: profile.type is missing, expected one of soak, ramp, spike, step, stages, "
      "arrival, or profile.plan");
}

BOOST_AUTO_TEST_CASE(stages_tell_peak_and_duration) {
  const auto p = plan_of(
                     "  type: stages\n"
                     "  stages: [{users: 2, seconds: 10}, {users: 4, seconds: 0, name: top}]\n")
                     .profile;
  BOOST_TEST(p.target_users == 4);
  BOOST_TEST(p.duration_seconds == 10);
  BOOST_REQUIRE(p.stages.size() == 2U);
  BOOST_TEST(p.stages[0].level == 2);
  BOOST_TEST(p.stages[1].name == "top");
}

BOOST_AUTO_TEST_CASE(stages_are_held_to_the_rules_of_steps) {
  const auto stages = [](const std::string& list) {
    return refusal(profile("  type: stages\n  stages: " + list + "\n"));
  };
  BOOST_TEST(has(stages("[{users: 6, seconds: 1}]"),
                 "profile.stages reach 6 users, which is above run.users (5)"));
  BOOST_TEST(has(stages("[]"), "profile.stages needs at least one stage with users above 0"));
  BOOST_TEST(has(stages("[{users: 1, seconds: 0}]"),
                 "profile.stages needs at least one stage with seconds above 0"));
  BOOST_TEST(has(stages("[{users: 1, seconds: 61}]"), "which is above run.max_duration_seconds"));
  BOOST_TEST(has(stages("[{users: 1, seconds: 5}]\n  duration_seconds: 6"),
                 "profile.duration_seconds is 6.0, but profile.stages last 5.0 s"));
}

BOOST_AUTO_TEST_CASE(a_plan_in_one_line_is_the_type_it_tells) {
  const plan users = plan_of("  plan: 5u,10s; 0,5s\n");
  BOOST_TEST((users.profile.type == profile_type::stages));
  BOOST_TEST(users.profile.target_users == 5);
  BOOST_TEST(users.profile.duration_seconds == 15);
  const plan arrivals = plan_of("  plan: 50/s,2s; 10/s,4s\n");
  BOOST_TEST((arrivals.profile.type == profile_type::arrival));
  BOOST_TEST(arrivals.profile.target_users == 5);
  BOOST_TEST(arrivals.profile.arrival->first_rate == 50);
  BOOST_TEST(arrivals.profile.duration_seconds == 6);
}

BOOST_AUTO_TEST_CASE(a_wrong_plan_is_told_with_place_and_position) {
  BOOST_TEST(
      refusal(profile("  plan: 5u,10\n")) ==
      "v.yaml:10:3: profile.plan at character 6: found the end, expected ms, s, m or h after "
      "the number");
  BOOST_TEST(
      has(refusal(profile("  type: soak\n  plan: 5u,10s\n")),
          "profile.plan tells users, so profile.type must be stages or not set, it is soak"));
  BOOST_TEST(has(refusal(profile("  plan: 6u,10s\n")),
                 "profile.plan reaches 6 users, which is above run.users (5)"));
  BOOST_TEST(has(refusal(profile("  plan: 1u,10s\n  stages: [{users: 1, seconds: 1}]\n")),
                 "profile.stages stands beside profile.plan, expected one of the two"));
}

BOOST_AUTO_TEST_CASE(the_plan_option_takes_the_place_of_the_whole_shape) {
  const std::string step = profile("  type: step\n  steps: [{users: 2, seconds: 5}]\n");
  const plan users = with_plan_option(step, "40u,10s; 0,5s");
  BOOST_TEST((users.profile.type == profile_type::stages));
  BOOST_TEST(users.run.users == 40);
  BOOST_TEST(users.profile.duration_seconds == 15);
  const plan arrivals = with_plan_option(
      profile("  type: arrival\n  trace: t.txt\n  each: iteration\n"), "100/s,10s");
  BOOST_TEST(arrivals.run.users == 5);
  BOOST_TEST(!arrivals.profile.arrival->trace.has_value());
  BOOST_TEST((arrivals.profile.arrival->each == arrival_unit::iteration));
  BOOST_CHECK_EXCEPTION(with_plan_option(step, "nonsense"), veriload::setup_error, [](auto& error) {
    return has(error.what(), "--plan: profile.plan at character 1: found \"nonsense\"");
  });
}

BOOST_AUTO_TEST_CASE(arrivals_follow_a_rate_a_plan_or_a_trace) {
  const plan rate = plan_of(
      "  type: arrival\n  rate: 2.5\n  rate_end: 10\n  duration_seconds: 20\n"
      "  distribution: poisson\n  max_lateness_seconds: 0.5\n");
  BOOST_TEST(rate.profile.arrival->first_rate == 2.5);
  BOOST_REQUIRE(rate.profile.stages.size() == 1U);
  BOOST_TEST(rate.profile.stages[0].level == 10);
  BOOST_TEST(rate.profile.stages[0].seconds == 20);
  BOOST_TEST((rate.profile.arrival->distribution == arrival_distribution::poisson));
  BOOST_TEST((rate.profile.arrival->each == arrival_unit::session));
  BOOST_TEST(rate.profile.arrival->max_lateness_seconds.value() == 0.5);
  const plan trace = plan_of("  type: arrival\n  trace: t.txt\n");
  BOOST_TEST(trace.profile.arrival->trace.value() == "t.txt");
  BOOST_TEST(trace.profile.duration_seconds == 0);
}

BOOST_AUTO_TEST_CASE(contradicting_arrivals_are_refused) {
  const auto arrival = [](const std::string& rest) {
    return refusal(profile("  type: arrival\n" + rest));
  };
  BOOST_TEST(has(arrival(""), "profile.rate is missing, expected arrivals per second"));
  BOOST_TEST(has(arrival("  rate: 5\n"), "profile.duration_seconds is missing"));
  BOOST_TEST(has(arrival("  rate: 5\n  duration_seconds: 5\n  trace: t\n"),
                 "profile.trace stands beside profile.rate, expected one of rate, plan and trace"));
  BOOST_TEST(has(arrival("  trace: t\n  rate_end: 4\n"),
                 "profile.rate_end belongs to profile.rate, not to profile.trace"));
  BOOST_TEST(has(arrival("  trace: t\n  distribution: poisson\n"),
                 "profile.distribution says how arrivals follow a rate"));
  BOOST_TEST(has(arrival("  rate: 0\n  duration_seconds: 5\n"), "nobody would arrive"));
  BOOST_TEST(arrival("  rate: 0\n  rate_end: 5\n  duration_seconds: 5\n").empty());
  BOOST_TEST(has(arrival("  rate: 5\n  duration_seconds: 5\n  tick_seconds: 0\n"),
                 "profile.tick_seconds 0 lets each user do one pass at once"));
  BOOST_TEST(has(arrival("  rate: 5\n  duration_seconds: 5\n  each: iteration\n"
                         "  think_time: {seconds: 1}\n"),
                 "profile.think_time says when an iteration follows another"));
  BOOST_TEST(has(refusal(profile("  type: soak\n  duration_seconds: 5\n  each: iteration\n")),
                 "profile.each belongs to type arrival, profile.type is soak"));
  BOOST_TEST(has(refusal(profile("  type: soak\n  duration_seconds: 5\n  rate: 5\n")),
                 "profile.rate belongs to type arrival, profile.type is soak"));
}

BOOST_AUTO_TEST_CASE(a_pause_takes_the_numbers_of_its_distribution) {
  const auto pause = [](const std::string& section) {
    return refusal(profile("  type: soak\n  duration_seconds: 30\n" + section + "\n"));
  };
  const auto p = plan_of(
      "  type: soak\n  duration_seconds: 30\n"
      "  think_time: {distribution: uniform, min_seconds: 1, max_seconds: 2}\n");
  BOOST_TEST((p.profile.think_time->distribution == pause_distribution::uniform));
  BOOST_TEST(p.profile.think_time->first_seconds == 1);
  BOOST_TEST(p.profile.think_time->second_seconds == 2);
  BOOST_TEST(pause("  think_time: {seconds: 0}").empty());
  BOOST_TEST(has(pause("  think_time: {}"), "profile.think_time.seconds is missing"));
  BOOST_TEST(has(pause("  think_time: {distribution: normal, mean_seconds: 1}"),
                 "profile.think_time.deviation_seconds is missing, expected a number for normal"));
  BOOST_TEST(has(pause("  think_time: {seconds: 1, mean_seconds: 2}"),
                 "profile.think_time.mean_seconds does not belong to distribution constant, which "
                 "takes seconds"));
  BOOST_TEST(has(pause("  think_time: {distribution: uniform, min_seconds: 2, max_seconds: 1}"),
                 "profile.think_time.max_seconds is 1.0, expected at least min_seconds (2.0)"));
  BOOST_TEST(has(pause("  pacing: {seconds: 0}"), "expected at least 0.001"));
  BOOST_TEST(has(pause("  pacing: {seconds: 1}\n  think_time: {seconds: 1}"),
                 "profile.pacing stands beside profile.think_time"));
}

BOOST_AUTO_TEST_CASE(a_warmup_is_shorter_than_its_profile) {
  BOOST_TEST(has(refusal(profile("  type: soak\n  duration_seconds: 30\n  warmup_seconds: 30\n")),
                 "profile.warmup_seconds is 30.0, expected less than the profile lasts (30.0 s)"));
  BOOST_TEST(plan_of("  type: soak\n  duration_seconds: 30\n  warmup_seconds: 5\n")
                 .profile.warmup_seconds == 5);
}

BOOST_AUTO_TEST_CASE(a_scenario_names_one_class_or_several) {
  const auto scenario = [](const std::string& lines) {
    return valid + "scenario:\n  path: s.cpp\n" + lines;
  };
  const plan several = loaded_from(scenario("  users: [{class: A, weight: 3}, {class: B}]\n")).plan;
  BOOST_REQUIRE(several.scenario->users.size() == 2U);
  BOOST_TEST(several.scenario->users[0].weight == 3);
  BOOST_TEST(several.scenario->users[1].user_class == "B");
  BOOST_TEST(several.scenario->users[1].weight == 1);
  BOOST_TEST(has(refusal(scenario("")),
                 "scenario.user_class is missing, expected a string, or "
                 "scenario.users with several classes"));
  BOOST_TEST(has(refusal(scenario("  user_class: A\n  users: [{class: B}]\n")),
                 "scenario.users stands beside scenario.user_class"));
  BOOST_TEST(has(refusal(scenario("  users: [{class: A}, {class: A}]\n")),
                 "scenario.users names the class \"A\" twice"));
  BOOST_TEST(has(refusal(scenario("  users: [{class: A, weight: 0}]\n")), "above 0"));
}

BOOST_AUTO_TEST_SUITE_END()
