#include "core/gates/judge.hpp"

#include "core/gates/rule_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using aggregation::run_result;
using aggregation::verdict;
using gates::watch_outcome;

namespace {

gates::rule rule(std::string_view text) {
  return gates::parse_rule(text, {{"v.yaml", 3, 5}, true, "slo.rules[0]"});
}

verdict judged(std::string_view text, const run_result& run) {
  const gates::rule one = rule(text);
  return gates::judge({&one, 1}, run).at(0);
}

verdict judged(std::string_view text, const run_result& run, const watch_outcome& watched) {
  const gates::rule one = rule(text);
  return gates::judge({&one, 1}, run, {&watched, 1}).at(0);
}

void add(aggregation::request_stats& group, base::ns response, bool failed) {
  ++group.requests;
  if (failed) ++group.failures;
  (failed ? group.failed_response : group.response).record(response);
  if (!failed) group.service.record(response / 2);
  group.lag.record(base::millisecond);
}

// 1,000 successes of 1 ms to 1,000 ms, ten fast failures; a second endpoint with 20 of 5 ms.
run_result shop() {
  run_result run;
  run.endpoints.resize(2);
  run.endpoints[0].name = "GET /checkout";
  run.endpoints[1].name = "GET /rare";
  for (int ms = 1; ms <= 1'000; ++ms)
    add(run.endpoints[0].stats, ms * base::millisecond, false);
  for (int i = 0; i < 10; ++i)
    add(run.endpoints[0].stats, base::microsecond, true);
  for (int i = 0; i < 20; ++i)
    add(run.endpoints[1].stats, 5 * base::millisecond, false);
  for (const auto& endpoint : run.endpoints)
    run.total.merge(endpoint.stats);
  run.segments.resize(1);
  run.segments[0].name = "en_US:Computing";
  run.segments[0].stats.merge(run.total);
  run.checks = {{"login ok", {995, 5}}, {"paid", {100, 0}}};
  run.iterations = 500;
  run.run.duration = 10 * base::second;
  return run;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_upper_bound_of_a_percentile_decides) {
  const run_result run = shop();
  // Ranks of p95 of 1,000: 936 and 964 (binomial, 2.5 % on each side).
  const verdict kept = judged("p95(response) of \"GET /checkout\" < 966ms", run);
  BOOST_TEST(kept.passed);
  BOOST_TEST(kept.observed == 950.0, boost::test_tools::tolerance(0.001));
  BOOST_TEST(kept.has_interval);
  BOOST_TEST(kept.low == 936.0, boost::test_tools::tolerance(0.002));
  BOOST_TEST(kept.high == 964.0, boost::test_tools::tolerance(0.002));
  BOOST_TEST(kept.samples == 1'000u);
  BOOST_TEST(kept.unit == "ms");
  BOOST_TEST(kept.metric == "p95(response)");
  BOOST_TEST(kept.scope == "endpoint:GET /checkout");
  BOOST_TEST(kept.threshold == 966.0);
  BOOST_TEST(kept.where == "v.yaml:3:5");
  BOOST_TEST(kept.message == "");

  const verdict broken = judged("p95(response) of \"GET /checkout\" < 955ms", run);
  BOOST_TEST(!broken.passed);  // although 950 was observed
  BOOST_TEST(broken.measurable);
  BOOST_TEST(broken.message.find("the upper bound must be < 955 ms") != std::string::npos);
  // Of a lower limit it is the lower one.
  BOOST_TEST(judged("p95(response) of \"GET /checkout\" > 930ms", run).passed);
  BOOST_TEST(!judged("p95(response) of \"GET /checkout\" > 945ms", run).passed);
}

BOOST_AUTO_TEST_CASE(fast_failures_do_not_improve_a_percentile) {
  run_result run = shop();
  const verdict before = judged("p50(response) < 600ms", run);
  for (int i = 0; i < 100'000; ++i)
    add(run.total, base::microsecond, true);
  const verdict after = judged("p50(response) < 600ms", run);
  BOOST_TEST(after.observed == before.observed);
  BOOST_TEST(after.high == before.high);
}

BOOST_AUTO_TEST_CASE(too_few_samples_are_not_measurable_and_fail) {
  const verdict few = judged("p95(response) of \"GET /rare\" < 1h", shop());
  BOOST_TEST(!few.passed);
  BOOST_TEST(!few.measurable);
  BOOST_TEST(!few.has_interval);
  BOOST_TEST(few.samples == 20u);
  BOOST_TEST(few.message ==
             "p95(response) of endpoint:GET /rare is not measurable: 20 samples, the upper bound "
             "of its 95 % interval needs 72");
}

BOOST_AUTO_TEST_CASE(no_data_fails_whatever_is_asked) {
  const run_result nothing;
  for (const char* text :
       {"p95(response) < 1s", "mean(lag) < 1s", "error_rate < 100%", "rate < 5/s", "failures < 10",
        "count < 10", "checks > 1%", "checks(\"x\") > 1%", "error_rate of \"x\" < 5%",
        "count of \"x\" < 5", "p50(response) of segment \"x\" < 1s"}) {
    const verdict one = judged(text, nothing);
    BOOST_TEST(!one.passed, text);
    BOOST_TEST(!one.measurable, text);
    BOOST_TEST(one.message.find("no data") != std::string::npos, text);
  }
  BOOST_TEST(!judged("iterations >= 1", nothing).passed);
  const verdict slip = judged("error_rate of \"GET /chekout\" < 5%", shop());
  BOOST_TEST(!slip.passed);
  BOOST_TEST(slip.message.find("did you mean \"GET /checkout\"?") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_was_never_asked_has_a_count_of_none) {
  BOOST_TEST(judged("count of \"DELETE /all\" <= 0", shop()).passed);
  BOOST_TEST(!judged("count of \"DELETE /all\" >= 1", shop()).passed);
}

BOOST_AUTO_TEST_CASE(counts_shares_and_rates_are_exact) {
  const run_result run = shop();
  BOOST_TEST(judged("count >= 1030", run).passed);
  BOOST_TEST(!judged("count > 1030", run).passed);
  BOOST_TEST(judged("failures <= 10", run).passed);
  BOOST_TEST(!judged("failures < 10", run).passed);
  BOOST_TEST(judged("failures of \"GET /rare\" <= 0", run).passed);
  BOOST_TEST(judged("error_rate < 1%", run).passed);  // 10 of 1,030
  BOOST_TEST(!judged("error_rate of \"GET /checkout\" < 0.99%", run).passed);
  BOOST_TEST(judged("rate >= 103/s", run).passed);
  BOOST_TEST(!judged("rate > 103/s", run).passed);
  BOOST_TEST(judged("rate of \"GET /rare\" <= 2/s", run).passed);
  BOOST_TEST(judged("checks(\"login ok\") >= 99.5%", run).passed);
  BOOST_TEST(!judged("checks(\"login ok\") > 99.5%", run).passed);
  BOOST_TEST(judged("checks(\"paid\") >= 100%", run).passed);
  BOOST_TEST(judged("checks > 99.5%", run).passed);  // 1,095 of 1,100
  BOOST_TEST(judged("iterations >= 500", run).passed);
  BOOST_TEST(judged("max(lag) < 50ms", run).passed);
  BOOST_TEST(judged("max(response) <= 1s", run).passed);
  BOOST_TEST(judged("min(response) >= 1ms", run).passed);
  BOOST_TEST(judged("mean(service) < 251ms", run).passed);
  BOOST_TEST(judged("p95(response) of segment \"en_US:Computing\" < 970ms", run).passed);
}

BOOST_AUTO_TEST_CASE(seconds_in_a_row_decide_where_the_rule_says_for) {
  const run_result run = shop();
  const char* text = "p95(response) < 250ms for 10s";
  BOOST_TEST(judged(text, run, {10, 249e6, false, 0}).passed);
  const verdict broken = judged(text, run, {30, 260e6, false, 0});
  BOOST_TEST(!broken.passed);
  BOOST_TEST(broken.observed == 260.0);
  BOOST_TEST(broken.message ==
             "p95(response) was at least 260 ms for 10 s in a row, it must be < 250 ms");
  const verdict few = judged(text, run, {9, 1.0, false, 0});
  BOOST_TEST(!few.passed);
  BOOST_TEST(!few.measurable);
  BOOST_TEST(!judged(text, run).passed);  // nobody watched
}

BOOST_AUTO_TEST_CASE(a_rule_that_ended_the_run_stays_broken) {
  const verdict one = judged("error_rate < 50% abort", shop(), {3, 0.0, true, 31 * base::second});
  BOOST_TEST(!one.passed);
  BOOST_TEST(one.ended_run);
  BOOST_TEST(one.message.find("it ended the run after 31 s") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(verdicts_stand_in_the_order_of_the_rules_and_keep_their_names) {
  std::vector<gates::rule> rules{rule("count >= 5000"), rule("error_rate < 2%")};
  rules[1].name = "few errors";
  const auto verdicts = gates::judge(rules, shop());
  BOOST_REQUIRE(verdicts.size() == 2u);
  BOOST_TEST(verdicts[1].name == "few errors");
  BOOST_TEST(verdicts[1].rule == "error_rate < 2%");
  BOOST_TEST(gates::breaches(verdicts).size() == 1u);
}
