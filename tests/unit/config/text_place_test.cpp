#include "core/config/text_place.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using config_text::loaded_from;
using config_text::valid;

namespace {

std::string place_of(const std::string& lines, std::size_t rule = 0) {
  const auto loaded = loaded_from(valid + "slo:\n  rules:\n" + lines);
  const auto& one = loaded.plan.slo->rules.at(rule);
  return one.where.text() + (one.begins_at_where ? "" : " about");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_text_is_found_behind_its_dash_key_or_quote) {
  BOOST_TEST(place_of("    - count > 1\n") == "v.yaml:16:7");
  BOOST_TEST(place_of("    - \"count > 1\"\n") == "v.yaml:16:8");
  BOOST_TEST(place_of("    - {rule: 'count > 1', name: x}\n") == "v.yaml:16:15");
  BOOST_TEST(place_of("    - rule: count > 1\n      abort: false\n") == "v.yaml:16:13");
  BOOST_TEST(place_of("    - rule:\n        count > 1\n") == "v.yaml:17:9");
  BOOST_TEST(place_of("    - count > 1\n    - count > 1\n", 1) == "v.yaml:17:7");
}

BOOST_AUTO_TEST_CASE(a_text_that_does_not_stand_there_keeps_the_place_of_its_value) {
  BOOST_TEST(place_of("    - \"count of \\\"x\\\" > 1\"\n") == "v.yaml:16:7 about");
  BOOST_TEST(place_of("    - count\n      > 1\n") == "v.yaml:16:7 about");
  config::load_options options;
  options.sets = {"slo.rules=[\"count > 1\"]"};
  const auto loaded = loaded_from(valid, options);
  BOOST_TEST(!loaded.plan.slo->rules.at(0).begins_at_where);
}

BOOST_AUTO_TEST_CASE(a_rule_is_a_text_or_a_mapping) {
  const auto loaded = loaded_from(
      valid + "slo:\n  rules:\n    - count > 1\n    - {rule: count > 2, name: n, abort: true}\n");
  const auto& rules = loaded.plan.slo->rules;
  BOOST_REQUIRE(rules.size() == 2u);
  BOOST_TEST(rules[0].text == "count > 1");
  BOOST_TEST(rules[0].name == "");
  BOOST_TEST(!rules[0].abort);
  BOOST_TEST(rules[1].name == "n");
  BOOST_TEST(rules[1].abort);
  BOOST_TEST(
      config_text::refusal(valid + "slo:\n  rules: [7]\n").find("must be a string or a mapping") !=
      std::string::npos);
  BOOST_TEST(config_text::refusal(valid + "slo:\n  rules: [{name: x}]\n").find("rule is missing") !=
             std::string::npos);
  // One rule alone may be given with --set, without JSON.
  config::load_options options;
  options.sets = {"slo.rules=error_rate < 1%, count > 5"};
  BOOST_TEST(loaded_from(valid, options).plan.slo->rules.at(1).text == "count > 5");
}
