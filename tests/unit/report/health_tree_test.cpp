#include "core/report/health_tree.hpp"

#include "core/aggregation/health.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace veriload;
using aggregation::validity;

BOOST_AUTO_TEST_SUITE(health_tree_suite)

BOOST_AUTO_TEST_CASE(rows_and_limits_are_in_the_tree) {
  aggregation::health health;
  health.descriptor_limit = 1'024;
  aggregation::health_row row;
  row.to = base::second;
  row.throttled = 0.25;
  row.workers = {{0.5, 0.125, 3 * base::millisecond}};
  health.rows.push_back(row);
  health.waits.record(2 * base::millisecond);
  const base::node tree = report::health_tree(health);
  BOOST_TEST(tree.find("descriptor_limit")->as_integer() == 1'024);
  BOOST_TEST(tree.find("local_ports")->is_null());
  BOOST_TEST(tree.find("cpu_limit_cores")->is_null());
  BOOST_TEST(tree.find("loop_wait_ms")->find("p99")->as_number() == 2.0);
  const base::node& first = tree.find("rows")->at(0);
  BOOST_TEST(first.find("throttled")->as_number() == 0.25);
  BOOST_TEST(first.find("to_seconds")->as_number() == 1.0);
  BOOST_TEST(first.find("workers")->at(0).find("longest_wait_ms")->as_number() == 3.0);
}

BOOST_AUTO_TEST_CASE(the_verdict_says_its_reasons) {
  aggregation::judgement of;
  of.verdict = validity::suspect;
  of.reasons.push_back({"stolen", validity::suspect, 0.08, 0.05, "the hypervisor took 8 %"});
  const base::node tree = report::validity_tree(of);
  BOOST_TEST(tree.find("verdict")->as_string() == "SUSPECT");
  BOOST_TEST(tree.find("reasons")->at(0).find("rule")->as_string() == "stolen");
  BOOST_TEST(tree.find("reasons")->at(0).find("bound")->as_number() == 0.05);
}

BOOST_AUTO_TEST_CASE(on_a_terminal_reasons_are_wrapped_at_its_width) {
  aggregation::judgement of;
  of.verdict = validity::invalid;
  of.reasons.push_back({"cpu", validity::invalid, 1, 0,
                        "one two three four five six seven eight nine ten eleven twelve"});
  const std::string text = report::validity_text(of, 30, false);
  BOOST_TEST(text.starts_with("INVALID  generator-bound: "));
  BOOST_TEST(text.find("\n  - cpu: one two three four\n    five six") != std::string::npos);
  std::istringstream lines(text.substr(text.find('\n') + 1));
  for (std::string line; std::getline(lines, line);)
    BOOST_TEST(line.size() <= 30U);
  BOOST_TEST(report::validity_text(of, 30, true).find("\x1b[") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
