#include "core/report/report_reader.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using report::read_report_text;

namespace {

std::string refusal(const std::string& text) {
  try {
    read_report_text(text, "r.json");
  } catch (const setup_error& error) {
    BOOST_TEST((error.code() == exit_code::usage));
    return error.what();
  }
  return {};
}

const std::string small =
    "{\"error_rate\": 0.5, \"latency_ms\": {\"p95\": 12}, \"endpoints\": {\n"
    "  \"GET \\\"a\\\"\": {\"latency_ms\": {\"p95\": 1.5e1}, \"error_rate\": 0}}}";

std::string with(const std::string& from, const std::string& to) {
  std::string text = small;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_CASE(figures_of_all_and_of_each_endpoint_are_read) {
  const auto found = read_report_text(small, "r.json");
  BOOST_TEST(found.global.p95_ms == 12.0);
  BOOST_TEST(found.global.error_rate == 0.5);
  BOOST_REQUIRE(found.endpoints.size() == 1u);
  BOOST_TEST(found.endpoints.at("GET \"a\"").p95_ms == 15.0);
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_of_another_kind_is_told_with_its_place) {
  BOOST_TEST(refusal("{\"a\":\n  nul}").starts_with("r.json:2:"));
  BOOST_TEST(refusal("").starts_with("r.json:1:1: is no JSON"));
  BOOST_TEST(refusal("[1]") == "r.json:1:1: is a list, expected the mapping of a report");
  BOOST_TEST(refusal("{}").find("latency_ms is missing, expected a mapping") != std::string::npos);
  BOOST_TEST(refusal(with("\"p95\": 12", "\"p99\": 12")).find("latency_ms.p95 is missing") !=
             std::string::npos);
  BOOST_TEST(refusal(with("0.5", "\"low\"")) ==
             "r.json:1:16: error_rate is a text, expected a number");
  BOOST_TEST(refusal(with("0.5", "null")) == "r.json:1:16: error_rate is null, expected a number");
  BOOST_TEST(refusal(with("0.5", "-1")).find("expected a number of at least 0") !=
             std::string::npos);
  BOOST_TEST(refusal(with("\"p95\": 1.5e1", ""))
                 .find("r.json:2:31: endpoints[\"GET \"a\"\"].latency_ms.p95 is missing") == 0u);
  BOOST_TEST(refusal(with("\"endpoints\"", "\"end\"")).find("endpoints is missing") !=
             std::string::npos);
  BOOST_TEST(refusal(with("\"error_rate\": 0.5", "\"error_rate\": 0, \"total_requests\": 0"))
                 .find("a run without a request has nothing to compare") != std::string::npos);
}
