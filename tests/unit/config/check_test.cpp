#include "core/config/check.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace config_text;
using veriload::base::node;

BOOST_AUTO_TEST_CASE(a_valid_file_gets_its_defaults) {
  const auto loaded = loaded_from(valid);
  BOOST_TEST(loaded.plan.run.users == 5);
  BOOST_TEST(loaded.plan.run.threads == 0);
  BOOST_TEST(loaded.plan.run.drain_seconds == 30);
  BOOST_TEST(loaded.plan.data.source == "verisim");
  BOOST_TEST(loaded.plan.data.locales.size() == 1u);
  BOOST_TEST(loaded.plan.data.locales[0].locale == "en_US");
  BOOST_TEST(loaded.plan.profile.tick_seconds == 1);
  BOOST_TEST(loaded.plan.safety.require_non_routable_contacts);
  BOOST_TEST(!loaded.plan.cleanup.has_value());
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_told_with_place_expectation_and_finding) {
  BOOST_TEST(refusal(with("users: 5", "users: many")) ==
             "v.yaml:3:3: run.users must be an integer above 0, found the string \"many\"");
  BOOST_TEST(refusal(with("users: 5", "users: 0")) ==
             "v.yaml:3:3: run.users must be an integer above 0, found the integer 0");
  BOOST_TEST(refusal(with("users: 5", "users: [5]")) ==
             "v.yaml:3:3: run.users must be an integer above 0, found a list");
  BOOST_TEST(refusal(with("users: 5", "users:")) ==
             "v.yaml:3:3: run.users must be an integer above 0, found nothing");
}

BOOST_AUTO_TEST_CASE(integers_accept_whole_numbers_and_quoted_numbers_but_no_truth_values) {
  for (const char* five :
       {"5", "5.0", "'5'", "'5.0'", "\" 5 \"", "005", "0o5", "0x5", "+5", "5e0"}) {
    BOOST_TEST(loaded_from(with("users: 5", std::string("users: ") + five)).plan.run.users == 5,
               five);
  }
  for (const char* bad : {"true", "5.5", "1_000", "1:30", "yes", "''", "1e400", ".nan",
                          "99999999999", "99999999999999999999"}) {
    BOOST_TEST(has(refusal(with("users: 5", std::string("users: ") + bad)), "run.users must be"),
               bad);
  }
}

BOOST_AUTO_TEST_CASE(numbers_refuse_what_is_not_finite) {
  for (const char* bad : {".inf", "-.inf", ".nan", "1e999", "true", "x", "-1", "0", "1e10"}) {
    const std::string text = with("duration_seconds: 30", std::string("duration_seconds: ") + bad);
    BOOST_TEST(has(refusal(text), "profile.duration_seconds must be"), bad);
  }
  BOOST_TEST(loaded_from(with("duration_seconds: 30", "duration_seconds: '2.5'"))
                 .plan.profile.duration_seconds == 2.5);
}

BOOST_AUTO_TEST_CASE(truth_values_accept_the_usual_words) {
  for (const char* word : {"false", "No", "OFF", "'off'", "0", "n"}) {
    const std::string text = valid + "  require_non_routable_contacts: " + word + "\n";
    BOOST_TEST(!loaded_from(text).plan.safety.require_non_routable_contacts, word);
  }
  BOOST_TEST(has(refusal(valid + "  require_non_routable_contacts: maybe\n"),
                 "safety.require_non_routable_contacts must be true or false, found the string"));
}

BOOST_AUTO_TEST_CASE(a_text_key_wants_quotes_around_numbers) {
  BOOST_TEST(refusal(with("base_url: http://shop.test:8080/", "base_url: 80")) ==
             "v.yaml:2:3: run.base_url must be a string, found the integer 80; put it in quotes");
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_refused_with_the_nearest_one) {
  BOOST_TEST(has(refusal(valid + "slo:\n  globl: {}\n"),
                 "v.yaml:15:3: unknown key slo.globl (did you mean slo.global?)"));
  BOOST_TEST(has(refusal(with("  users: 5\n", "  user: 5\n")),
                 "v.yaml:3:3: unknown key run.user (did you mean run.users?)"));
  BOOST_TEST(refusal(valid + "zzz: 1\n") == "v.yaml:14:1: unknown key zzz");
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_told_together_in_the_order_of_the_file) {
  std::string text = with("users: 5", "users: x");
  text = with("seed: 42", "sed: 42", text);
  text = with("type: soak", "type: soap", text);
  BOOST_TEST(refusal(text) ==
             "v.yaml:3:3: run.users must be an integer above 0, found the string \"x\"\n"
             "v.yaml:6:1: data.seed is missing, expected an integer\n"
             "v.yaml:8:3: unknown key data.sed (did you mean data.seed?)\n"
             "v.yaml:10:3: profile.type must be one of soak, ramp, spike, step, stages, arrival, "
             "found the string "
             "\"soap\" (did you mean soak?)");
}

BOOST_AUTO_TEST_CASE(a_missing_section_is_named) {
  BOOST_TEST(has(refusal("run: {}\n"), "v.yaml:1:1: section safety is missing"));
  BOOST_TEST(
      has(refusal("run: {}\n"), "v.yaml:1:1: run.users is missing, expected an integer above 0"));
  BOOST_TEST(has(refusal(with("safety:\n  allowed_hosts: [shop.test]", "safety:")),
                 "v.yaml:12:1: safety must be a mapping, found nothing"));
}

BOOST_AUTO_TEST_CASE(an_alias_stands_for_its_key_but_not_beside_it) {
  const auto loaded =
      loaded_from(valid + "reports: {json_path: r.json}\nslo: {global_: {max_p95_ms: 5}}\n");
  BOOST_TEST(loaded.plan.reports.find("json")->path == "r.json");
  BOOST_TEST(loaded.plan.slo->global->max_p95_ms.value() == 5);
  BOOST_TEST(has(refusal(valid + "reports: {json_path: a, json: b}\n"),
                 "reports.json is given twice: reports.json_path is the same key"));
}

BOOST_AUTO_TEST_CASE(a_report_is_a_path_or_a_mapping_with_a_path_and_options) {
  veriload::config::load_options options;
  options.extra_sections = {"reports.csv", "reports.json"};
  const auto loaded = loaded_from(
      valid + "reports:\n  csv: {path: a.csv, rows: seconds}\n  json: b.json\n  junit:\n", options);
  const auto& reports = loaded.plan.reports;
  BOOST_REQUIRE(reports.wanted.size() == 2U);
  BOOST_TEST(reports.find("csv")->path == "a.csv");
  BOOST_TEST(reports.find("csv")->options.find("rows")->as_string() == "seconds");
  BOOST_TEST(reports.find("csv")->options.size() == 1U);
  BOOST_TEST(reports.find("csv")->where.text() == "v.yaml:15:3");
  BOOST_TEST(reports.find("json")->options.is_null());
  BOOST_TEST(!reports.find("junit"));
  BOOST_TEST(loaded.effective.find_path("reports.csv.rows")->as_string() == "seconds");
}

BOOST_AUTO_TEST_CASE(a_report_that_no_plugin_writes_is_refused_with_those_that_are_there) {
  veriload::config::load_options options;
  options.extra_sections = {"http", "reports.csv", "reports.md"};
  BOOST_TEST(refusal(valid + "reports:\n  cvs: a.csv\n", options) ==
             "v.yaml:15:3: unknown key reports.cvs (did you mean reports.csv?); the plugins bring: "
             "csv md");
  BOOST_TEST(refusal(valid + "reports.csv: a\n", options).starts_with("v.yaml:14:1: unknown key"));
  BOOST_TEST(refusal(valid + "reports:\n  csv: {rows: seconds}\n", options) ==
             "v.yaml:15:3: reports.csv.path is missing, expected a path that is not empty");
  BOOST_TEST(has(refusal(valid + "reports:\n  md: 5\n", options),
                 "v.yaml:15:3: reports.md must be a path that is not empty, or a mapping with path "
                 "and options, found the integer 5"));
  BOOST_TEST(has(refusal(valid + "reports: {md: {path: ''}}\n", options),
                 "reports.md.path must be a path that is not empty, found the string \"\""));
}

BOOST_AUTO_TEST_CASE(items_of_lists_are_checked_with_their_position) {
  BOOST_TEST(refusal(valid + "slo:\n  endpoints:\n    - name: a\n    - max_error_rate: 2\n") ==
             "v.yaml:17:7: slo.endpoints[1].name is missing, expected a string\n"
             "v.yaml:17:7: slo.endpoints[1].max_error_rate must be a number from 0 to 1, found the "
             "integer 2");
  BOOST_TEST(has(refusal(with("[shop.test]", "[shop.test, 5]")),
                 "safety.allowed_hosts[1] must be a string, found the integer 5"));
  BOOST_TEST(has(refusal(with("[shop.test]", "shop.test")),
                 "safety.allowed_hosts must be a list of strings, found the string \"shop.test\""));
}

BOOST_AUTO_TEST_CASE(a_malformed_host_entry_is_refused_at_its_place) {
  BOOST_TEST(refusal(with("[shop.test]", "\n  - shop.test\n  - http://x")) ==
             "v.yaml:15:5: safety.allowed_hosts[1] is not usable: host entry \"http://x\" has a "
             "scheme: write the host alone");
}

BOOST_AUTO_TEST_CASE(an_empty_list_of_locales_means_the_default) {
  BOOST_TEST(loaded_from(with("seed: 42", "seed: 42\n  locales: []")).plan.data.locales.size() ==
             1u);
}

BOOST_AUTO_TEST_CASE(plugin_sections_pass_and_others_do_not) {
  const std::string text = valid + "http:\n  timeout: 5\n";
  BOOST_TEST(has(refusal(text), "unknown key http"));
  const auto loaded = loaded_from(text, {{}, {}, {"http"}});
  BOOST_TEST(loaded.effective.find_path("http.timeout")->as_integer() == 5);
  BOOST_TEST(has(refusal(valid + "htp: {}\n", {{}, {}, {"http"}}), "did you mean http?"));
}

BOOST_AUTO_TEST_CASE(a_place_tells_where_each_value_came_from) {
  const auto loaded = loaded_from(valid, {{{"VERILOAD_RUN__USERS", "4"}}, {"data.seed=7"}, {}});
  const auto origin = [&](const char* path) {
    return loaded.effective.find_path(path)->where().text();
  };
  BOOST_TEST(origin("run.spawn_rate") == "v.yaml:4:3");
  BOOST_TEST(origin("run.threads") == "default");
  BOOST_TEST(origin("run.users") == "VERILOAD_RUN__USERS");
  BOOST_TEST(origin("data.seed") == "--set data.seed=7");
}

BOOST_AUTO_TEST_CASE(a_finding_masks_passwords_and_cuts_long_texts) {
  using veriload::config::found_text;
  BOOST_TEST(found_text(node::string("http://u:pw@h")) == "the string \"http://u:***@h\"");
  BOOST_TEST(found_text(node::string(std::string(500, 'x'))).size() < 90u);
  BOOST_TEST(has(found_text(node::string(std::string(59, 'x') + "\xc3\xa9\xc3\xa9")), "xx...\""));
}
