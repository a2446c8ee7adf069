#include "core/report/result_tree.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/gates/judge.hpp"
#include "core/gates/slo.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace veriload;
using aggregation::run_result;
using base::node;

namespace {

void add(aggregation::request_stats& group, base::ns response, bool failed) {
  ++group.requests;
  if (failed) ++group.failures;
  (failed ? group.failed_response : group.response).record(response);
}

// The example run of the JSON report of VeriLoad 0.1: six requests, one of them a 503.
run_result example() {
  run_result run;
  run.endpoints.resize(2);
  run.endpoints[0].name = "GET /items";
  run.endpoints[1].name = "POST /orders";
  for (const base::ns us : {12'000, 18'500, 22'000, 31'000}) {
    add(run.endpoints[0].stats, us * base::microsecond, false);
  }
  add(run.endpoints[1].stats, 95'500 * base::microsecond, false);
  add(run.endpoints[1].stats, 240'000 * base::microsecond, true);
  for (const auto& one : run.endpoints)
    run.total.merge(one.stats);
  run.segments.resize(1);
  run.segments[0].name = "en_US:Finance";
  run.segments[0].stats.merge(run.total);
  run.errors.push_back({"POST /orders", aggregation::error_class::status, 503, 1, "status 503"});
  run.run.duration = 2 * base::second;
  return run;
}

double number(const node& tree, std::string_view path) {
  const node* found = tree.find_path(path);
  BOOST_REQUIRE_MESSAGE(found, "no member " << path);
  return found->as_number();
}

const node& member(const node& tree, std::string_view key) {
  const node* found = tree.find(key);
  BOOST_REQUIRE_MESSAGE(found, "no member " << key);
  return *found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plan_says_what_became_of_its_arrivals_and_what_response_time_means) {
  run_result run = example();
  run.run.load_model = "partly_open";
  auto& arrivals = run.arrivals.emplace();
  arrivals.planned = 10;
  arrivals.started = 8;
  arrivals.late = 3;
  arrivals.skipped = 2;
  arrivals.span = 2 * base::second;
  arrivals.lateness.record(5 * base::millisecond);
  const node tree = report::result_tree(run);
  const node& told = member(tree, "arrivals");
  for (const auto& [key, value] : {std::pair{"planned", 10.0},
                                   {"started", 8.0},
                                   {"late", 3.0},
                                   {"skipped", 2.0},
                                   {"planned_rate", 5.0},
                                   {"achieved_rate", 4.0}})
    BOOST_TEST(number(told, key) == value, key);
  BOOST_TEST(number(member(told, "lateness_ms"), "max") == 5.0);
  BOOST_TEST(member(member(tree, "run"), "load_model").as_string() == "partly_open");
  const auto meaning = member(member(tree, "definitions"), "load_model").as_string();
  BOOST_TEST(meaning.starts_with("partly open: users arrive by the plan"));

  run.arrivals.reset();
  run.run.load_model = "closed";
  const node closed = report::result_tree(run);
  BOOST_TEST(member(closed, "arrivals").is_null());
  BOOST_TEST(member(closed, "warmup").is_null());
  BOOST_TEST(member(member(closed, "definitions"), "load_model").as_string().starts_with("closed"));
}

BOOST_AUTO_TEST_CASE(a_warmup_has_its_own_figures_and_takes_its_time_out_of_the_rate) {
  run_result run = example();
  run.run.duration = 3 * base::second;
  run.run.warmup = base::second;
  auto& warmup = run.warmup.emplace();
  warmup.endpoints.resize(1);
  warmup.endpoints[0].name = "GET /items";
  add(warmup.endpoints[0].stats, 700 * base::millisecond, true);
  warmup.total.merge(warmup.endpoints[0].stats);
  warmup.iterations = 4;
  warmup.checks.push_back({"is there", {1, 2}});
  const node tree = report::result_tree(run);
  BOOST_TEST(number(tree, "throughput_rps") == 3.0);
  BOOST_TEST(number(tree, "total_requests") == 6.0);
  BOOST_TEST(number(member(tree, "run"), "warmup_seconds") == 1.0);
  const node& told = member(tree, "warmup");
  BOOST_TEST(number(told, "total_requests") == 1.0);
  BOOST_TEST(number(told, "throughput_rps") == 1.0);
  BOOST_TEST(number(told, "iterations") == 4.0);
  BOOST_TEST(number(member(member(told, "endpoints"), "GET /items"), "total_failures") == 1.0);
  BOOST_TEST(number(member(member(told, "checks"), "is there"), "fails") == 2.0);
}

BOOST_AUTO_TEST_CASE(the_members_of_the_reference_keep_their_names_and_meaning) {
  run_result run = example();
  run.verdicts = gates::judge(gates::rules_of({gates::limits{{}, 0.01}, {}}), run);
  const node tree = report::result_tree(run);
  BOOST_TEST(member(tree, "total_requests").as_integer() == 6);
  BOOST_TEST(member(tree, "total_failures").as_integer() == 1);
  BOOST_TEST(member(tree, "error_rate").as_number() == 1.0 / 6.0);
  BOOST_TEST(member(tree, "latency_ms").size() == 6);
  BOOST_TEST(number(tree, "latency_ms.max") == 240.0);
  BOOST_TEST(number(tree, "latency_ms.p99") == 240.0);
  BOOST_TEST(std::abs(number(tree, "latency_ms.mean") - 69.83333333333333) < 1e-9);
  BOOST_TEST(std::abs(number(tree, "latency_ms.p50") - 22.0) <= 0.022);
  const node& orders = member(member(tree, "endpoints"), "POST /orders");
  BOOST_TEST(member(orders, "error_rate").as_number() == 0.5);
  BOOST_TEST(number(orders, "latency_ms.mean") == 167.75);
  BOOST_TEST(member(member(tree, "segments"), "en_US:Finance").find("latency_ms") != nullptr);

  const node& slo = member(tree, "slo");
  BOOST_TEST(!member(slo, "passed").as_boolean());
  const node& breach = member(slo, "breaches").at(0);
  BOOST_TEST(breach.size() == 4);
  BOOST_TEST(member(breach, "metric").as_string() == "error_rate");
  BOOST_TEST(member(breach, "scope").as_string() == "global");
  BOOST_TEST(member(breach, "observed").as_number() == 1.0 / 6.0);
  BOOST_TEST(member(breach, "threshold").as_number() == 0.01);
  BOOST_TEST(member(tree, "workers").size() == 0);
  BOOST_TEST(!tree.find_path("cleanup.enabled")->as_boolean());
  BOOST_TEST(tree.find_path("cleanup.failures")->size() == 0);
}

BOOST_AUTO_TEST_CASE(successes_and_failures_have_their_own_latencies_and_there_is_a_rate) {
  const node tree = report::result_tree(example());
  BOOST_TEST(number(tree, "success_latency_ms.max") == 95.5);
  BOOST_TEST(number(tree, "success_latency_ms.count") == 5);
  BOOST_TEST(number(tree, "failure_latency_ms.max") == 240.0);
  BOOST_TEST(number(tree, "throughput_rps") == 3.0);
  BOOST_TEST(number(member(member(tree, "endpoints"), "GET /items"), "throughput_rps") == 2.0);
  const node& error = member(tree, "errors").at(0);
  BOOST_TEST(member(error, "class").as_string() == "status");
  BOOST_TEST(member(error, "code").as_integer() == 503);
  BOOST_TEST(member(error, "example").as_string() == "status 503");
}

BOOST_AUTO_TEST_CASE(an_empty_run_has_every_member_with_zeros) {
  const node empty = report::result_tree({});
  const node full = report::result_tree(example());
  BOOST_REQUIRE(empty.size() == full.size());
  for (std::size_t i = 0; i < full.size(); ++i)
    BOOST_TEST(empty.key_at(i) == full.key_at(i));
  BOOST_TEST(number(empty, "latency_ms.p95") == 0.0);
  BOOST_TEST(number(empty, "error_rate") == 0.0);
  BOOST_TEST(number(empty, "throughput_rps") == 0.0);
  BOOST_TEST(number(empty, "connections.tls_ms.mean") == 0.0);
  BOOST_TEST(empty.find_path("run.started")->is_null());
  BOOST_TEST(empty.find_path("slo.passed")->as_boolean());
}

BOOST_AUTO_TEST_CASE(several_workers_are_listed_with_their_own_summaries) {
  run_result run = example();
  run.workers.resize(1);
  BOOST_TEST(member(report::result_tree(run), "workers").size() == 0);
  run.workers.resize(2);
  run.workers[1].index = 1;
  run.workers[1].target_users = 5;
  run.workers[1].persona_ids = {"p3"};
  run.workers[1].total.requests = 4;
  run.workers[1].total.failures = 1;
  run.workers[1].endpoints.push_back({"GET /items", 4, 1, {}});
  const node tree = report::result_tree(run);
  const node& worker = member(tree, "workers").at(1);
  BOOST_TEST(member(worker, "worker_index").as_integer() == 1);
  BOOST_TEST(member(worker, "target_users").as_integer() == 5);
  BOOST_TEST(member(worker, "persona_ids").at(0).as_string() == "p3");
  BOOST_TEST(number(worker, "summary.error_rate") == 0.25);
  BOOST_TEST(member(member(worker, "summary"), "endpoints").size() == 1);
  BOOST_TEST(member(worker, "cleanup").size() == 5);
}

BOOST_AUTO_TEST_CASE(metadata_causes_checks_counters_and_series_are_told) {
  run_result run = example();
  run.run.started = 1'700'000'000 * base::second;
  run.run.seed = UINT64_MAX;
  run.users = {4, 3, 1, 2};
  run.iterations = 9;
  run.task_failures.push_back({"browse", "no token", 2});
  run.other_task_failures = 3;
  run.checks.push_back({"has a token", {5, 1}});
  run.counters.push_back({"revenue", "EUR", 12.5});
  run.series_interval = 2;
  run.series.resize(1);
  run.series[0].second = 4;
  run.series[0].p95 = 31 * base::millisecond;
  const node tree = report::result_tree(run);
  BOOST_TEST(tree.find_path("run.started")->as_string() == "2023-11-14T22:13:20Z");
  BOOST_TEST(tree.find_path("run.seed")->as_string() == "18446744073709551615");
  BOOST_TEST(number(tree, "run.duration_seconds") == 2.0);
  BOOST_TEST(number(tree, "users.peak") == 2);
  BOOST_TEST(number(tree, "iterations") == 9);
  BOOST_TEST(member(member(tree, "task_failures").at(0), "message").as_string() == "no token");
  BOOST_TEST(number(tree, "task_failures_not_listed") == 3);
  BOOST_TEST(number(tree, "checks.has a token.fails") == 1);
  BOOST_TEST(tree.find_path("counters.revenue.unit")->as_string() == "EUR");
  BOOST_TEST(number(tree, "series.interval_seconds") == 2);
  BOOST_TEST(number(tree.find_path("series.rows")->at(0), "p95_ms") == 31.0);
}

BOOST_AUTO_TEST_CASE(what_held_up_loops_and_what_aborted_the_run_is_in_the_metadata) {
  run_result run = example();
  const node quiet = report::result_tree(run);
  BOOST_TEST(member(member(quiet, "run"), "aborted").is_null());
  BOOST_TEST(number(quiet, "run.loop_stalls.count") == 0);
  run.run.aborted = "worker 1 does not come back";
  run.run.loop_stalls = 3;
  run.run.longest_loop_stall = 2 * base::second;
  const node held_up = report::result_tree(run);
  BOOST_TEST(member(member(held_up, "run"), "aborted").as_string() ==
             "worker 1 does not come back");
  BOOST_TEST(number(held_up, "run.loop_stalls.count") == 3);
  BOOST_TEST(number(held_up, "run.loop_stalls.longest_ms") == 2000);
}
