#include "plugins/report_junit/suite.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/host/services.hpp"
#include "core/report/result_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;

namespace {

std::string document(const aggregation::run_result& run) {
  const base::node tree = report::result_tree(run);
  return report_junit::junit_document(
      node_view(host::config_service, reinterpret_cast<const vl_node*>(&tree)));
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

aggregation::verdict verdict(const char* rule, bool passed) {
  aggregation::verdict out;
  out.scope = "global";
  out.metric = "p95(response)";
  out.rule = rule;
  out.unit = "ms";
  out.comparison = "<";
  out.observed = 12.5;
  out.threshold = 10;
  out.passed = passed;
  if (!passed) out.message = "too slow";
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_without_rules_has_cases_for_its_end_and_its_validity) {
  aggregation::run_result run;
  run.run.duration = 2'500 * base::millisecond;
  run.run.started = base::second;
  const std::string text = document(run);
  BOOST_TEST(holds(text,
                   "<testsuite name=\"veriload\" tests=\"2\" failures=\"0\" errors=\"0\" "
                   "time=\"2.500\" skipped=\"0\" timestamp=\"1970-01-01T00:00:01\""));
  BOOST_TEST(holds(text, "<property name=\"verdict\" value=\"passed\"/>"));
  BOOST_TEST(text.ends_with("  </testsuite>\n</testsuites>\n"));
}

BOOST_AUTO_TEST_CASE(broken_rules_are_failures_with_all_that_is_known) {
  aggregation::run_result run;
  run.verdicts = {verdict("kept", true), verdict("broken", false), verdict("unknown", false)};
  run.verdicts[1].has_interval = true;
  run.verdicts[1].low = 11;
  run.verdicts[1].high = 14;
  run.verdicts[1].where = "v.yaml:3:4";
  run.verdicts[2].measurable = false;
  const std::string text = document(run);
  BOOST_TEST(holds(text, "tests=\"5\" failures=\"2\" errors=\"0\""));
  BOOST_TEST(holds(text,
                   "<failure type=\"broken\" message=\"too slow\">too slow\n"
                   "rule: broken\nwhere: v.yaml:3:4\nscope: global\nobserved: 12.5 ms\n"
                   "95 % interval: 11 ms to 14 ms\nthreshold: &lt; 10 ms\nsamples: 0"));
  BOOST_TEST(holds(text,
                   "<failure type=\"not_measurable\" message=\"too slow\">too slow\n"
                   "rule: unknown\nscope: global\nthreshold"));
  BOOST_TEST(holds(text, "<property name=\"verdict\" value=\"failed\"/>"));
}

BOOST_AUTO_TEST_CASE(a_measurement_that_is_not_valid_is_an_error_with_its_reasons) {
  const auto judged = [](const char* verdict) {
    base::node tree = base::node::map();
    base::node& validity = tree.add("validity", base::node::map());
    validity.add("verdict", base::node::string(verdict));
    base::node& reason = validity.add("reasons", base::node::list()).push(base::node::map());
    reason.add("verdict", base::node::string(verdict));
    reason.add("text", base::node::string("no core was left"));
    return report_junit::junit_document(
        node_view(host::config_service, reinterpret_cast<const vl_node*>(&tree)));
  };
  const std::string invalid = judged("INVALID");
  BOOST_TEST(holds(invalid, "tests=\"2\" failures=\"0\" errors=\"1\""));
  BOOST_TEST(holds(invalid,
                   "<error type=\"invalid\" message=\"the measurement is not valid: no core was "
                   "left\">verdict: INVALID\nINVALID: no core was left</error>"));
  BOOST_TEST(holds(invalid, "<property name=\"verdict\" value=\"invalid\"/>"));
  const std::string suspect = judged("SUSPECT");
  BOOST_TEST(holds(suspect, "tests=\"2\" failures=\"0\" errors=\"0\""));
  BOOST_TEST(
      holds(suspect, "<system-out>verdict: SUSPECT\nSUSPECT: no core was left</system-out>"));
}

BOOST_AUTO_TEST_CASE(how_a_run_ended_is_an_error_of_its_own) {
  const auto error = [](void (*change)(aggregation::run_metadata&)) {
    aggregation::run_result run;
    change(run.run);
    return document(run);
  };
  BOOST_TEST(holds(error([](auto& run) { run.interrupted = true; }),
                   "<error type=\"interrupted\" message=\"the run was interrupted by a signal\">"));
  BOOST_TEST(holds(error([](auto& run) { run.aborted = "a worker hangs"; }),
                   "<error type=\"aborted\" message=\"the run was aborted: a worker hangs\">"));
  const std::string no_run = error([](auto& run) { run.could_not_run = "no target"; });
  BOOST_TEST(holds(no_run, "<error type=\"not_run\""));
  BOOST_TEST(holds(no_run, "errors=\"1\""));
  BOOST_TEST(holds(no_run, "<property name=\"verdict\" value=\"not_run\"/>"));
}
