#include "core/gates/rule_parser.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace veriload;
using gates::comparison;
using gates::measure;
using gates::request_clock;
using gates::rule;
using gates::rule_scope;

namespace {

const gates::rule_source source{{"v.yaml", 12, 7}, true, "slo.rules[0]"};

rule read(std::string_view text) { return gates::parse_rule(text, source); }

std::string refusal(std::string_view text, const gates::rule_source& from = source) {
  try {
    gates::parse_rule(text, from);
  } catch (const setup_error& error) {
    return error.what();
  }
  return {};
}

// The first line without its place and key.
std::string reason(std::string_view text) {
  const std::string all = refusal(text);
  const std::string line = all.substr(0, all.find('\n'));
  const std::string key = "slo.rules[0]: ";
  const std::size_t at = line.find(key);
  return at == std::string::npos ? all : line.substr(at + key.size());
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_percentile_of_an_endpoint_is_read) {
  const rule one = read("p95(response) of \"GET /checkout\" < 250ms");
  BOOST_TEST((one.what == measure::percentile));
  BOOST_TEST(one.percent == 95.0);
  BOOST_TEST((one.clock == request_clock::response));
  BOOST_TEST((one.scope == rule_scope::endpoint));
  BOOST_TEST(one.target == "GET /checkout");
  BOOST_TEST((one.how == comparison::below));
  BOOST_TEST(one.limit == 250e6);
  BOOST_TEST(!one.abort);
  BOOST_TEST(!one.hold_seconds.has_value());
  BOOST_TEST(one.text == "p95(response) of \"GET /checkout\" < 250ms");
  BOOST_TEST(gates::scope_text(one) == "endpoint:GET /checkout");
}

BOOST_AUTO_TEST_CASE(every_measure_has_its_units) {
  BOOST_TEST(read("p99.9(service) < 1s").percent == 99.9);
  BOOST_TEST(read("p99.9(service) < 1s").limit == 1e9);
  BOOST_TEST(gates::measure_text(read("p99.9(service) < 1 s")) == "p99.9(service)");
  BOOST_TEST(read("max(lag) < 50 ms").limit == 50e6);
  BOOST_TEST(read("median(first_byte) <= 1.5ms").percent == 50.0);
  BOOST_TEST(read("mean(response) < 850us").limit == 850e3);
  BOOST_TEST(read("min(response) > 2min").limit == 120e9);
  BOOST_TEST(read("max(response) < 0.5h").limit == 1'800e9);
  BOOST_TEST(read("error_rate < 1%").limit == 0.01);
  BOOST_TEST(read("error_rate of \"X\" <= 0.5%").limit == 1.0 / 200);
  BOOST_TEST(read("error_rate <= 0.1 %").limit == 1.0 / 1'000);
  BOOST_TEST(read("error_rate <= 0").limit == 0.0);
  BOOST_TEST(read("rate >= 500/s").limit == 500.0);
  BOOST_TEST(read("rate >= 600/min").limit == 10.0);
  BOOST_TEST(read("rate > 7200 /h").limit == 2.0);
  BOOST_TEST(read("failures < 10").limit == 10.0);
  BOOST_TEST((read("count >= 1000").how == comparison::at_least));
  BOOST_TEST(read("count of 'X' >= 10").target == "X");
  BOOST_TEST(read("iterations >= 20").limit == 20.0);
  BOOST_TEST(read("checks > 99%").target == "");
  const rule check = read("checks(\"login \\\"ok\\\"\") > 99.5%");
  BOOST_TEST(check.target == "login \"ok\"");
  BOOST_TEST(check.limit == 0.995);
  BOOST_TEST(gates::scope_text(check) == "check:login \"ok\"");
}

BOOST_AUTO_TEST_CASE(segments_hold_and_abort_are_suffixes) {
  const rule segment = read("p95(response) of segment \"en_US:Computing\" < 1s");
  BOOST_TEST((segment.scope == rule_scope::segment));
  BOOST_TEST(gates::scope_text(segment) == "segment:en_US:Computing");
  const rule held = read("p95(response) of endpoint \"A\" < 1s for 10s abort after 30s");
  BOOST_TEST((held.scope == rule_scope::endpoint));
  BOOST_TEST(held.hold_seconds.value() == 10u);
  BOOST_TEST(held.abort);
  BOOST_TEST(held.abort_after == 30 * base::second);
  const rule turned = read("error_rate < 1% abort for 2min");
  BOOST_TEST(turned.abort);
  BOOST_TEST(turned.hold_seconds.value() == 120u);
  BOOST_TEST(turned.abort_after == 0);
  gates::rule_source with_abort = source;
  with_abort.abort = true;
  BOOST_TEST(gates::parse_rule("error_rate < 1%", with_abort).abort);
}

BOOST_AUTO_TEST_CASE(a_mistake_is_told_with_its_place_the_text_and_a_caret) {
  BOOST_TEST(refusal("p95(respnse) < 250ms") ==
             "v.yaml:12:11: slo.rules[0]: found \"respnse\", expected one of response, service, "
             "first_byte, lag (did you mean response?)\n"
             "  p95(respnse) < 250ms\n"
             "      ^");
  // A place that is not the text's own is left as it is, and the caret counts characters.
  BOOST_TEST(refusal("count of \"Gr\u00fc\u00dfe\" > x", {{"--set slo.rules", 0, 0}, false, "r"}) ==
             "--set slo.rules: r: found \"x\", expected a number\n"
             "  count of \"Gr\u00fc\u00dfe\" > x\n"
             "                     ^");
  BOOST_TEST(
      refusal("", {{}, false, "r"}).starts_with("r: found the end of the rule, expected a "));
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named) {
  const std::vector<std::pair<std::string, std::string>> mistakes{
      {"eror_rate < 1%", "(did you mean error_rate?)"},
      {"p100(response) < 1s", "the ends are min and max"},
      {"p0(response) < 1s", "the ends are min and max"},
      {"p95 < 1s", "p95(response)"},
      {"p9x(response) < 1s", "(did you mean p90?)"},
      {"mean(response < 1s", "found \"<\", expected \")\""},
      {"p95(response) of GET < 1s", "the name of an endpoint in quotes"},
      {"p95(response) of segmnt \"x\" < 1s", "(did you mean segment?)"},
      {"p95(response) of \"x < 1s", "a quoted name that does not end"},
      {"p95(response) of \"\" < 1s", "a name in quotes"},
      {"p95(service) of segment \"x\" < 1s", "segments keep response times only"},
      {"checks of \"x\" > 1%", "a check is named as checks(\"NAME\")"},
      {"checks(x) > 1%", "the name of a check in quotes"},
      {"iterations of \"x\" > 1", "it has no \"of\""},
      {"p95(response) == 1s", "one of <, <=, >, >="},
      {"p95(response) 1s", "one of <, <=, >, >="},
      {"p95(response) < 250", "250 has no unit"},
      {"p95(response) < 250 for 10s", "a unit: us, ms, s, min or h"},
      {"p95(response) < 250mss", "(did you mean ms?)"},
      {"p95(response) < 1.2.3ms", "a number"},
      {"error_rate < 1", "1 may mean 1% or 100%"},
      {"error_rate < 5", "write it as 5%"},
      {"error_rate < 101%", "a share of at most 100%"},
      {"error_rate < 0%", "no run could keep this rule; write <="},
      {"checks > 100%", "write >= for all"},
      {"error_rate <= 100%", "no run could break this rule"},
      {"count >= 0", "no run could break this rule"},
      {"rate >= 500", "500 has no unit"},
      {"rate >= 500/d", "/s, /min or /h"},
      {"count >= 1.5", "a whole number"},
      {"count >= many", "a number"},
      {"count >= 10 always", "for, abort or the end"},
      {"count >= 10 abrt", "(did you mean abort?)"},
      {"error_rate < 1% for 1.5s", "whole seconds from 1s to 1h"},
      {"error_rate < 1% for 0s", "whole seconds"},
      {"error_rate < 1% for 2h", "whole seconds"},
      {"error_rate < 1% for 10", "has no unit"},
      {"error_rate < 1% for 1s for 2s", "given twice"},
      {"error_rate < 1% abort abort", "given twice"},
      {"count >= 10 abort", "can be mended until the end"},
      {"rate >= 10/s abort", "\"abort\" needs \"for\""},
      {"mean(response) < 1s abort", "\"abort\" needs \"for\""},
      {"max(response) > 1s abort", "\"abort\" needs \"for\""},
      {"count < 10 for 5s", "use rate or error_rate"},
      {"checks > 99% abort", "at the end of the run only"},
      {"iterations > 9 abort", "at the end of the run only"},
      {"p95(first_byte) < 1s for 3s", "at the end of the run only"},
      {"p95(response) of segment \"x\" < 1s abort", "segments are known at the end"},
      {"error_rate < 1% \u2264", "found \"\u2264\""},
      {"rate >= 500/s,", "found \",\""},
  };
  for (const auto& [text, wanted] : mistakes)
    BOOST_TEST(reason(text).find(wanted) != std::string::npos, text + ": " + reason(text));
}

BOOST_AUTO_TEST_CASE(any_text_is_read_or_refused_with_a_caret) {
  const std::vector<std::string> pieces{
      "p95",   "p",     "mean", "(",      ")",          "response", "of",   "segment", "\"x", "'y'",
      "<",     ">=",    "=",    "250",    "1.",         "ms",       "%",    "/s",      "/",   "for",
      "abort", "after", "10s",  "checks", "error_rate", "\\",       "\xff", "\u00fc",  "\n",  " "};
  std::mt19937 chance(11);
  std::uniform_int_distribution<std::size_t> piece(0, pieces.size() - 1), length(0, 12);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::size_t n = length(chance); n > 0; --n)
      text += pieces[piece(chance)] + (chance() % 2 ? " " : "");
    const std::string refused = refusal(text);
    if (!refused.empty() && !refused.ends_with("^")) BOOST_ERROR("no caret: " + refused);
  }
}

BOOST_AUTO_TEST_CASE(what_can_be_watched_is_taken) {
  for (const char* text :
       {"rate >= 10/s for 5s abort", "max(lag) < 1s abort", "min(response) > 1us abort",
        "failures < 10 abort", "count <= 10 abort", "mean(service) < 1s for 3s",
        "p99(lag) < 1s abort after 1min", "error_rate of \"x\" < 1% abort"}) {
    BOOST_TEST(refusal(text) == "");
  }
}
