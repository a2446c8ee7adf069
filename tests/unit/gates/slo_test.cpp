#include "core/gates/slo.hpp"

#include "core/gates/judge.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using aggregation::run_result;
using aggregation::verdict;
using gates::endpoint_limits;
using gates::limits;

namespace {

void add(aggregation::request_stats& group, base::ns response, bool failed) {
  ++group.requests;
  if (failed) ++group.failures;
  (failed ? group.failed_response : group.response).record(response);
}

// Six requests of two endpoints, one of them a slow failure.
run_result small_run() {
  run_result run;
  run.endpoints.resize(2);
  run.endpoints[0].name = "GET /items";
  run.endpoints[1].name = "POST /orders";
  for (const base::ns ms : {12, 18, 22, 31})
    add(run.endpoints[0].stats, ms * base::millisecond, false);
  add(run.endpoints[1].stats, 95 * base::millisecond, false);
  add(run.endpoints[1].stats, 240 * base::millisecond, true);
  for (const auto& endpoint : run.endpoints)
    run.total.merge(endpoint.stats);
  return run;
}

std::vector<verdict> judged(const gates::slo& promised, const run_result& run) {
  return gates::judge(gates::rules_of(promised), run);
}

}  // namespace

BOOST_AUTO_TEST_CASE(without_limits_there_is_nothing_to_judge) {
  BOOST_TEST(judged({}, small_run()).empty());
  BOOST_TEST(judged({}, run_result()).empty());
  BOOST_TEST(judged({limits{}, {{"never ran", {}}}}, run_result()).empty());
}

BOOST_AUTO_TEST_CASE(failures_count_in_the_p95_and_a_breach_says_all_of_it) {
  const auto verdicts = judged({limits{200.0, 0.01}, {}}, small_run());
  BOOST_REQUIRE(verdicts.size() == 2);
  BOOST_TEST(verdicts[0].scope == "global");
  BOOST_TEST(verdicts[0].metric == "p95_ms");
  BOOST_TEST(verdicts[0].observed == 240.0);
  BOOST_TEST(verdicts[0].threshold == 200.0);
  BOOST_TEST(!verdicts[0].passed);
  BOOST_TEST(verdicts[0].message == "global p95_ms is 240, allowed are at most 200");
  BOOST_TEST(verdicts[1].message == "global error_rate is 0.1667, allowed are at most 0.01");
}

BOOST_AUTO_TEST_CASE(a_limit_that_is_just_reached_is_kept) {
  const auto verdicts = judged({limits{240.0, 1.0 / 6.0}, {}}, small_run());
  BOOST_REQUIRE(verdicts.size() == 2);
  BOOST_TEST(verdicts[0].passed);
  BOOST_TEST(verdicts[1].passed);
  BOOST_TEST(verdicts[0].message == "");
  BOOST_TEST(gates::breaches(verdicts).empty());
}

BOOST_AUTO_TEST_CASE(endpoints_are_judged_after_the_run_in_the_order_given) {
  const auto verdicts = judged(
      {limits{{}, 0.5}, {{"POST /orders", limits{{}, 0.4}}, {"GET /items", limits{10.0, {}}}}},
      small_run());
  const auto broken = gates::breaches(verdicts);
  BOOST_REQUIRE(verdicts.size() == 3);
  BOOST_REQUIRE(broken.size() == 2);
  BOOST_TEST(broken[0].scope == "endpoint:POST /orders");
  BOOST_TEST(broken[0].observed == 0.5);
  BOOST_TEST(broken[1].scope == "endpoint:GET /items");
  BOOST_TEST(broken[1].observed == 31.0);
}

BOOST_AUTO_TEST_CASE(a_scope_without_any_request_fails) {
  const auto verdicts =
      judged({limits{200.0, 0.01}, {{"GET /itmes", limits{200.0, {}}}}}, run_result());
  BOOST_REQUIRE(verdicts.size() == 2);  // one for each scope, not for each limit
  for (const verdict& one : verdicts) {
    BOOST_TEST(!one.passed);
    BOOST_TEST(one.metric == "requests");
    BOOST_TEST(one.observed == 0.0);
    BOOST_TEST(one.threshold == 1.0);
  }
  BOOST_TEST(verdicts[1].message ==
             "endpoint:GET /itmes requests is 0, needed are at least 1: without data a gate fails");
}
