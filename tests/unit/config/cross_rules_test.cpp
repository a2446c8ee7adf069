#include "core/config/cross_rules.hpp"

#include "config_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace config_text;

namespace {

const std::string url = "http://shop.test:8080/";

std::string step_profile(const std::string& rest) {
  return with("  type: soak\n  duration_seconds: 30\n", "  type: step\n" + rest);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_needs_a_target) {
  BOOST_TEST(refusal(with("  base_url: " + url + "\n", "")) ==
             "v.yaml:1:1: run.base_url or run.database must be set, or a section of the protocol "
             "plugin that is to be used");
  BOOST_TEST(
      refusal(with("  base_url: " + url, "  database: {driver: sqlite, dsn: x.db}")).empty());
}

BOOST_AUTO_TEST_CASE(the_section_of_a_teams_own_protocol_is_a_target) {
  veriload::config::load_options options;
  options.extra_sections = {"http", "line"};
  const std::string without = with("  base_url: " + url + "\n", "");
  BOOST_TEST(refusal(without + "line: {port: 7000}\n", options).empty());
  BOOST_TEST(has(refusal(without + "http: {keep_alive: false}\n", options), "must be set"));
}

BOOST_AUTO_TEST_CASE(a_broken_key_does_not_cause_a_second_complaint) {
  BOOST_TEST(refusal(with(url, "5")).find("must be set") == std::string::npos);
  BOOST_TEST(refusal(with("users: 5", "users: x") + "  max_users: 1\n").find("above safety") ==
             std::string::npos);
  BOOST_TEST(refusal(with("[shop.test]", "[5]")).find("not in") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_host_must_be_listed) {
  BOOST_TEST(
      refusal(with(url, "http://shop.tset/")) ==
      "v.yaml:2:3: run.base_url has the host shop.tset, which is not in safety.allowed_hosts "
      "(did you mean shop.test?)");
  BOOST_TEST(has(refusal(with(url, "http://shop.test@evil.org/")), "has the host evil.org"));
}

BOOST_DATA_TEST_CASE(hosts_match_in_every_spelling,
                     boost::unit_test::data::make({"SHOP.TEST", "shop.test.", "'*.test'"}), entry) {
  BOOST_TEST(refusal(with("[shop.test]", "[" + std::string(entry) + "]")).empty());
}

BOOST_AUTO_TEST_CASE(addresses_match_addresses_and_ranges) {
  const std::string v6 = with(url, "'http://[::1]:80/'");
  BOOST_TEST(refusal(with("[shop.test]", "['::1']", v6)).empty());
  BOOST_TEST(refusal(with("[shop.test]", "[10.0.0.0/8]", with(url, "http://10.1.2.3/"))).empty());
}

BOOST_AUTO_TEST_CASE(the_base_url_must_be_an_http_url) {
  BOOST_TEST(has(refusal(with(url, "ftp://shop.test/")),
                 "run.base_url must begin with http:// or https://, found ftp://"));
  BOOST_TEST(has(refusal(with(url, "shop.test")), "run.base_url has no scheme and host"));
}

BOOST_AUTO_TEST_CASE(every_broken_rule_is_told) {
  std::string text = with("users: 5", "users: 50") + "  max_users: 10\n";
  text = with("duration_seconds: 30",
              "duration_seconds: 90\n  hold_seconds: 61\n  target_users: 49", text);
  BOOST_TEST(refusal(text) ==
             "v.yaml:3:3: run.users is 50, which is above safety.max_users (10)\n"
             "v.yaml:11:3: profile.duration_seconds is 90.0, which is above "
             "run.max_duration_seconds (60)\n"
             "v.yaml:12:3: profile.hold_seconds is 61.0, which is above "
             "run.max_duration_seconds (60)\n"
             "v.yaml:13:3: profile.target_users is 49, which is not run.users (50)");
}

BOOST_AUTO_TEST_CASE(the_request_rate_limit_says_nothing_about_the_spawn_rate) {
  BOOST_TEST(refusal(valid + "  max_rps: 1\n").empty());
}

BOOST_AUTO_TEST_CASE(target_users_are_copied_from_the_users) {
  BOOST_TEST(loaded_from(valid).plan.profile.target_users == 5);
  BOOST_TEST(loaded_from(with("type: soak", "type: soak\n  target_users: null"))
                 .plan.profile.target_users == 5);
}

BOOST_AUTO_TEST_CASE(a_profile_needs_its_duration_unless_it_has_steps) {
  BOOST_TEST(
      refusal(with("  duration_seconds: 30\n", "")) ==
      "v.yaml:9:1: profile.duration_seconds is missing, expected a number above 0 for type soak");
  const auto profile =
      loaded_from(step_profile("  steps: [{users: 2, seconds: 10}, {users: 4, seconds: 2.5}]\n"))
          .plan.profile;
  BOOST_TEST(profile.duration_seconds == 12.5);
  BOOST_TEST(profile.target_users == 4);
  BOOST_TEST(profile.steps.size() == 2u);
}

BOOST_AUTO_TEST_CASE(steps_must_fit_the_users_the_duration_and_the_type) {
  const std::string steps = "  steps: [{users: 6, seconds: 10}]\n";
  BOOST_TEST(has(refusal(step_profile(steps)),
                 "profile.steps reach 6 users, which is above run.users (5)"));
  BOOST_TEST(has(refusal(step_profile("  duration_seconds: 9\n" + steps)),
                 "profile.duration_seconds is 9.0, but profile.steps last 10.0 s"));
  BOOST_TEST(has(refusal(step_profile("  target_users: 5\n" + steps)),
                 "profile.target_users is 5, which is not the highest of profile.steps (6)"));
  BOOST_TEST(has(refusal(step_profile("")), "needs at least one step with users above 0"));
  BOOST_TEST(
      has(refusal(step_profile("  steps: [{users: 0, seconds: 1}]\n")), "at least one step"));
  BOOST_TEST(has(refusal(with("type: soak", "type: ramp\n" + steps.substr(0, steps.size() - 1))),
                 "profile.steps belongs to type step, profile.type is ramp"));
  BOOST_TEST(has(refusal(step_profile("  steps: [{users: 1, seconds: 61}]\n")),
                 "profile.duration_seconds is 61.0, which is above run.max_duration_seconds (60)"));
}
