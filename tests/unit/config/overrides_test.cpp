#include "core/config/overrides.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace config_text;
using veriload::config::load_options;

namespace {

load_options variable(const char* name, const char* value) {
  return {{{name, value}}, {}, {"http"}};
}
load_options set(const char* text) { return {{}, {text}, {"http"}}; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_variable_overrides_the_file_and_a_set_overrides_the_variable) {
  BOOST_TEST(loaded_from(valid, variable("VERILOAD_RUN__USERS", "4")).plan.run.users == 4);
  BOOST_TEST(
      loaded_from(valid, {{{"VERILOAD_RUN__USERS", "4"}}, {"run.users=3"}, {}}).plan.run.users ==
      3);
  BOOST_TEST(loaded_from(valid, {{}, {"run.users=3", "run.users=2"}, {}}).plan.run.users == 2);
}

BOOST_AUTO_TEST_CASE(variables_that_are_not_configuration_are_ignored) {
  const load_options options{{{"VERILOAD_CLUSTER_TOKEN", "secret"},
                              {"VERILOAD_CONTROLLER_SERVICE_HOST", "10.0.0.1"},
                              {"VERILOAD_CONTROLLER_PORT_5557_TCP__X", "tcp"},
                              {"VERILOAD_RUN_LABEL", "x"},
                              {"VERILOAD_RUN", "x"},
                              {"VERILOAD_", "x"},
                              {"veriload_run__users", "x"},
                              {"XVERILOAD_RUN__USERS", "x"}},
                             {},
                             {}};
  BOOST_TEST(refusal(valid, options).empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_key_of_a_known_section_names_the_variable) {
  BOOST_TEST(refusal(valid, variable("VERILOAD_RUN__USER", "4")) ==
             "VERILOAD_RUN__USER: unknown key run.user (did you mean run.users?)");
  BOOST_TEST(
      has(refusal(valid, variable("VERILOAD_RUN__", "4")), "VERILOAD_RUN__: unknown key run."));
}

BOOST_AUTO_TEST_CASE(a_value_is_read_as_the_type_of_its_key) {
  BOOST_TEST(
      refusal(valid, variable("VERILOAD_RUN__USERS", "many")) ==
      "VERILOAD_RUN__USERS: run.users must be an integer above 0, found the string \"many\"");
  BOOST_TEST(refusal(valid, set("run.users=abc")) ==
             "--set run.users=abc: run.users must be an integer above 0, found the string \"abc\"");
  BOOST_TEST(loaded_from(valid + "scenario: {path: a, user_class: b}\n",
                         variable("VERILOAD_SCENARIO__USER_CLASS", "123"))
                 .plan.scenario->user_class == "123");
  BOOST_TEST(!loaded_from(valid, set("safety.require_non_routable_contacts=no"))
                  .plan.safety.require_non_routable_contacts);
  BOOST_TEST(!loaded_from(valid, set("run.database=null")).plan.run.database.has_value());
}

BOOST_AUTO_TEST_CASE(lists_are_json_or_comma_separated) {
  for (const char* text : {"shop.test,10.0.0.0/8", " shop.test , 10.0.0.0/8 ",
                           R"(["shop.test", "10.0.0.0/8"])", R"( ["shop.test","10.0.0.0/8"] )"}) {
    const auto hosts = loaded_from(valid, variable("VERILOAD_SAFETY__ALLOWED_HOSTS", text))
                           .plan.safety.allowed_hosts;
    BOOST_TEST((hosts == std::vector<std::string>{"shop.test", "10.0.0.0/8"}), text);
  }
  BOOST_TEST(has(refusal(valid, set("safety.allowed_hosts=")), "not in safety.allowed_hosts"));
  const auto steps = loaded_from(valid, {{},
                                         {"profile.type=step", "profile.duration_seconds=null",
                                          "profile.steps=[{\"users\":2,\"seconds\":5}]"},
                                         {}})
                         .plan.profile.steps;
  BOOST_TEST(steps.at(0).users == 2);
}

BOOST_AUTO_TEST_CASE(a_broken_json_text_names_its_origin) {
  BOOST_TEST(has(refusal(valid, set("safety.allowed_hosts=[shop.test")),
                 "--set safety.allowed_hosts=[shop.test: safety.allowed_hosts has a value that"));
}

BOOST_AUTO_TEST_CASE(a_whole_section_is_merged_key_by_key) {
  const auto loaded = loaded_from(valid, set(R"(run={"users": 3, "spawn_rate": 1})"));
  BOOST_TEST(loaded.plan.run.users == 3);
  BOOST_TEST(loaded.plan.run.max_duration_seconds == 60);
}

BOOST_AUTO_TEST_CASE(a_section_that_the_file_lacks_is_made) {
  BOOST_TEST(loaded_from(valid, variable("VERILOAD_REPORTS__JSON", "r.json"))
                 .plan.reports.find("json")
                 ->path == "r.json");
  BOOST_TEST(
      loaded_from(valid, set("slo.global.max_p95_ms=5")).plan.slo->global->max_p95_ms.value() == 5);
  BOOST_TEST(refusal("", {{}, {"run.users=5"}, {}}).find("section data is missing") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_override_meets_the_alias_in_the_file) {
  const std::string text = valid + "reports: {json_path: old.json}\n";
  BOOST_TEST(loaded_from(text, set("reports.json=new.json")).plan.reports.find("json")->path ==
             "new.json");
  BOOST_TEST(loaded_from(text, set("reports.json_path=new.json")).plan.reports.find("json")->path ==
             "new.json");
  BOOST_TEST(
      loaded_from(valid, set("reports.json_path=new.json")).plan.reports.find("json")->path ==
      "new.json");
}

BOOST_AUTO_TEST_CASE(a_set_that_leads_nowhere_is_refused) {
  BOOST_TEST(refusal(valid, set("run.users")) ==
             "--set run.users: must have the form section.key=value");
  BOOST_TEST(refusal(valid, set("rnu.users=5")) ==
             "--set rnu.users: unknown key rnu (did you mean run?)");
  BOOST_TEST(has(refusal(valid, set("run.users.max=5")), "run.users is not a section"));
  BOOST_TEST(
      has(refusal(valid, set("slo.endpoints.0=5")), "slo.endpoints is a list; give it whole"));
  BOOST_TEST(has(refusal(valid, set("run..users=5")), "unknown key run."));
  BOOST_TEST(has(refusal(valid, set("=5")), "must have the form"));
}

BOOST_AUTO_TEST_CASE(values_of_plugin_sections_are_read_like_yaml) {
  const auto loaded =
      loaded_from(valid, {{{"VERILOAD_HTTP__TIMEOUT", "2.5"}},
                          {"http.keep_alive=true", "http.agent=me", "http.codes=[1, 2]"},
                          {"http"}});
  const auto& http = *loaded.effective.find("http");
  BOOST_TEST(http.find("timeout")->as_number() == 2.5);
  BOOST_TEST(http.find("keep_alive")->as_boolean());
  BOOST_TEST(http.find("agent")->as_string() == "me");
  BOOST_TEST(http.find("codes")->at(1).as_integer() == 2);
}

BOOST_AUTO_TEST_CASE(no_origin_shows_a_secret) {
  const auto origin = [](const load_options& options, const char* path) {
    const std::string text = with("  users: 5", "  database: {driver: sqlite, dsn: x}\n  users: 5");
    return loaded_from(text, options).effective.find_path(path)->where().text();
  };
  BOOST_TEST(origin(set("run.database.dsn=password=hush"), "run.database.dsn") ==
             "--set run.database.dsn");
  BOOST_TEST(origin(set(R"(run.database={"driver":"sqlite","dsn":"password=hush"})"),
                    "run.database.dsn") == "--set run.database");
  BOOST_TEST(origin(set("http.token=hush"), "http.token") == "--set http.token");
  BOOST_TEST(!has(refusal(valid, set("run.base_url=http://u:hush@other.test")), "hush"));
}

BOOST_AUTO_TEST_CASE(the_environment_of_the_process_is_read) {
  ::setenv("VERILOAD_TEST_PROBE", "a=b", 1);
  bool found = false;
  for (const auto& [name, value] : veriload::config::process_environment()) {
    found = found || (name == "VERILOAD_TEST_PROBE" && value == "a=b");
  }
  BOOST_TEST(found);
  ::unsetenv("VERILOAD_TEST_PROBE");
}

BOOST_AUTO_TEST_CASE(a_report_and_its_options_can_be_overridden_whoever_writes_it) {
  load_options options{{{"VERILOAD_REPORTS__CSV", "a.csv"}}, {}, {"reports.csv"}};
  BOOST_TEST(loaded_from(valid, options).plan.reports.find("csv")->path == "a.csv");
  options.sets = {"reports.csv.rows=seconds", "reports.json={\"path\": \"j\", \"deep\": true}"};
  const auto reports = loaded_from(valid + "reports: {json: old}\n", options).plan.reports;
  BOOST_TEST(reports.find("csv")->path == "a.csv");  // stays, beside the option
  BOOST_TEST(reports.find("csv")->options.find("rows")->as_string() == "seconds");
  BOOST_TEST(reports.find("json")->path == "j");
  BOOST_TEST(reports.find("json")->options.find("deep")->as_boolean());
  options.sets = {"reports.csw=x"};
  BOOST_TEST(refusal(valid, options) ==
             "--set reports.csw: unknown key reports.csw (did you mean reports.csv?)");
}
