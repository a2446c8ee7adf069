#include "core/report/github.hpp"

#include "core/aggregation/run_result.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using report::github_annotations;
using report::github_summary;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

aggregation::verdict broken(std::string rule, std::string where) {
  aggregation::verdict out;
  out.rule = std::move(rule);
  out.where = std::move(where);
  out.unit = "count";
  out.message = "count is 4, must be >= 5";
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_verdict_comes_first_and_names_cannot_change_the_page) {
  aggregation::run_result run;
  run.verdicts = {broken("count >= 5", "v.yaml:1:2")};
  run.endpoints.resize(1);
  run.endpoints[0].name = "GET /<b>|`x`@all\n# title";
  run.endpoints[0].stats.requests = 3;
  const std::string text = github_summary(run);
  BOOST_TEST(text.starts_with("### VeriLoad: \u274c 1 of 1 rule broken\n"));
  BOOST_TEST(holds(text, "| GET /&lt;b&gt;\\|\\`x\\`&#64;all?\\# title | 3 |"));
  BOOST_TEST(holds(text, "count is 4, must be &gt;= 5"));
}

BOOST_AUTO_TEST_CASE(numbers_that_prove_nothing_come_before_broken_rules) {
  aggregation::run_result run;
  run.judgement.verdict = aggregation::validity::invalid;
  run.verdicts = {broken("count >= 5", "")};
  BOOST_TEST(github_summary(run).starts_with("### VeriLoad: \u274c not valid (generator-bound)\n"));
}

BOOST_AUTO_TEST_CASE(a_summary_is_bounded_and_counts_what_it_leaves_out) {
  aggregation::run_result run;
  run.endpoints.resize(900);
  for (auto& one : run.endpoints) {
    one.name = std::string(5'000, '<');
    one.stats.requests = 1;
  }
  for (int i = 0; i < 2'000; ++i)
    run.verdicts.push_back(broken(std::string(400, '|'), ""));
  const std::string text = github_summary(run);
  BOOST_TEST(text.size() < 62'000u);
  BOOST_TEST(holds(text, "rules more\n"));
  BOOST_TEST(holds(text, "900 endpoints more\n"));
}

BOOST_AUTO_TEST_CASE(an_annotation_points_at_the_rule_and_is_escaped) {
  aggregation::run_result run;
  run.verdicts = {broken("error_rate < 1%, always:", "/home/r/repo/ci/a,b.yaml:12:7")};
  run.verdicts[0].message = "100 % failed\nsecond";
  BOOST_TEST(github_annotations(run, "/home/r/repo").at(0) ==
             "::error file=ci/a%2Cb.yaml,line=12,col=7,title=error_rate < 1%25%2C always%3A::"
             "100 %25 failed?second");
  BOOST_TEST(github_annotations(run, "/elsewhere").at(0).find("file=/home/r/repo/ci/") == 8u);
  run.verdicts[0].where = "--set slo.rules=x";
  BOOST_TEST(github_annotations(run, "").at(0).starts_with("::error title=error_rate"));
  run.verdicts[0].passed = true;
  BOOST_TEST(github_annotations(run, "").empty());
}

BOOST_AUTO_TEST_CASE(ten_annotations_are_shown_and_the_rest_is_counted) {
  aggregation::run_result run;
  for (int i = 0; i < 25; ++i)
    run.verdicts.push_back(broken("count >= 5", "v.yaml:1:2"));
  const auto lines = github_annotations(run, "");
  BOOST_TEST(lines.size() == 10u);
  BOOST_TEST(lines.back().ends_with("(and 15 more broken rules)"));
}
