#include "core/aggregation/merge.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/aggregation/run_result.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>

using namespace veriload::aggregation;
using namespace veriload::base;

namespace {

struct tables {
  name_table endpoints, segments, checks, counters;
  name_tables names{endpoints, segments, checks, counters};
};

void record(recorder& into, std::uint32_t endpoint, ns response, std::int32_t code = 200) {
  sample one;
  one.planned = one.sent = second;
  one.done = second + response;
  one.endpoint = endpoint;
  one.status_code = code;
  const std::string text = "status " + std::to_string(code);
  if (code >= 400) {
    one.failure = error_class::status;
    one.error_text = text;
  }
  into.record(one);
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_empty_run_is_all_zeros_with_its_workers) {
  const tables t;
  const recorder idle;
  const std::array workers{&idle};
  const run_result result = merge(workers, t.names);
  BOOST_TEST(result.total.requests == 0);
  BOOST_TEST(result.endpoints.empty());
  BOOST_TEST(result.workers.size() == 1);
  BOOST_TEST(result.errors.empty());
}

BOOST_AUTO_TEST_CASE(percentiles_are_taken_after_the_merge_and_never_averaged) {
  tables t;
  const auto items = t.endpoints.intern("GET /items");
  t.segments.intern("all");
  recorder fast;
  recorder slow;
  for (int i = 0; i < 900; ++i)
    record(fast, items, 20 * millisecond);
  for (int i = 0; i < 100; ++i)
    record(slow, items, 400 * millisecond + i * 2 * millisecond);
  const std::array workers{&fast, &slow};
  const run_result result = merge(workers, t.names);
  const ns p99 = result.total.response.percentile(99);
  BOOST_TEST(p99 / millisecond == 578);  // the 990th of all: 400 + 89 * 2
  BOOST_TEST(result.workers.at(0).total.latency.p99 / millisecond == 20);
  BOOST_TEST(result.workers.at(1).total.requests == 100);
  BOOST_TEST(result.workers.at(1).endpoints.at(0).name == "GET /items");
  BOOST_TEST(result.workers.at(1).segments.at(0).requests == 100);
}

BOOST_AUTO_TEST_CASE(groups_are_sorted_by_name_and_named_past_the_capacity) {
  name_table endpoints(2);
  name_table others;
  others.intern("all");
  endpoints.intern("b");
  endpoints.intern("a");
  recorder one;
  record(one, 0, 1);
  record(one, 1, 1);
  record(one, endpoints.intern("c"), 1);
  const std::array workers{&one};
  const run_result result = merge(workers, {endpoints, others, others, others});
  BOOST_REQUIRE(result.endpoints.size() == 3);
  BOOST_TEST(result.endpoints[0].name == "(other)");
  BOOST_TEST(result.endpoints[1].name == "a");
  BOOST_TEST(result.endpoints[2].name == "b");
  BOOST_TEST(result.workers[0].endpoints[1].name == "a");
}

BOOST_AUTO_TEST_CASE(causes_of_all_workers_are_added_and_the_most_frequent_come_first) {
  tables t;
  t.endpoints.intern("GET /items");
  t.segments.intern("all");
  recorder one;
  recorder two;
  record(one, 0, 1, 500);
  record(one, 0, 1, 503);
  record(two, 0, 1, 503);
  one.task_failed("browse", "rare");
  one.task_failed("browse", "often");
  two.task_failed("browse", "often");
  const std::array workers{&one, &two};
  const run_result result = merge(workers, t.names);
  BOOST_REQUIRE(result.errors.size() == 2);
  BOOST_TEST(result.errors[0].code == 503);
  BOOST_TEST(result.errors[0].count == 2);
  BOOST_TEST(result.errors[0].endpoint == "GET /items");
  BOOST_TEST(result.errors[0].example == "status 503");
  BOOST_REQUIRE(result.task_failures.size() == 2);
  BOOST_TEST(result.task_failures[0].message == "often");
  BOOST_TEST(result.task_failures[0].count == 2);
}

BOOST_AUTO_TEST_CASE(causes_stay_bounded_when_each_worker_has_others) {
  tables t;
  t.endpoints.intern("x");
  t.segments.intern("all");
  recorder one;
  recorder two;
  for (int code = 400; code < 480; ++code)
    record(one, 0, 1, code);
  for (int code = 450; code < 530; ++code)
    record(two, 0, 1, code);
  const std::array workers{&one, &two};
  const run_result result = merge(workers, t.names);
  BOOST_TEST(result.errors.size() == most_causes);
  BOOST_TEST(result.other_errors == 30);
  BOOST_TEST(result.errors[0].count == 2);
}

BOOST_AUTO_TEST_CASE(users_checks_and_counters_are_added_by_name) {
  tables t;
  const auto check = t.checks.intern("has a token");
  t.checks.intern("never asked");
  const auto counter = t.counters.intern("revenue", "EUR");
  recorder one;
  recorder two;
  for (recorder* each : {&one, &two}) {
    each->user_started();
    each->user_finished();
    each->iteration_done();
    each->check(check, each == &one);
    each->add(counter, 1.5);
  }
  const std::array workers{&one, &two};
  const run_result result = merge(workers, t.names);
  BOOST_TEST(result.users.started == 2);
  BOOST_TEST(result.users.peak == 2);
  BOOST_TEST(result.iterations == 2);
  BOOST_REQUIRE(result.checks.size() == 1);
  BOOST_TEST(result.checks[0].counts.passes == 1);
  BOOST_TEST(result.checks[0].counts.fails == 1);
  BOOST_REQUIRE(result.counters.size() == 1);
  BOOST_TEST(result.counters[0].value == 3.0);
  BOOST_TEST(result.counters[0].unit == "EUR");
}

BOOST_AUTO_TEST_CASE(of_a_lost_worker_the_sum_of_its_seconds_counts) {
  tables t;
  const auto items = t.endpoints.intern("GET /items");
  t.segments.intern("all");
  recorder back, lost;
  record(back, items, millisecond);
  record(lost, items, 3 * millisecond);
  record(lost, items, 5 * millisecond, 500);
  lost.user_started();
  const std::array workers{&back};
  run_result result = merge(workers, t.names);
  add_lost_worker(result, 1, lost.take_interval(), t.names);

  BOOST_TEST(result.total.requests == 3U);
  BOOST_TEST(result.total.failures == 1U);
  BOOST_TEST(result.total.response.count() == 2U);
  BOOST_TEST(result.total.failed_response.count() == 1U);
  BOOST_TEST(result.total.service.count() == 2U);
  BOOST_TEST(result.total.lag.count() == 3U);
  BOOST_REQUIRE(result.endpoints.size() == 1U);
  BOOST_TEST(result.endpoints[0].stats.requests == 3U);
  BOOST_TEST(result.errors.empty());
  BOOST_TEST(result.other_errors == 1U);
  BOOST_REQUIRE(result.segments.size() == 2U);
  BOOST_TEST(result.segments[0].name == "(not known)");
  BOOST_TEST(result.segments[0].stats.requests == 2U);
  BOOST_TEST(result.users.started == 1U);
  BOOST_REQUIRE(result.workers.size() == 2U);
  BOOST_TEST(result.workers[1].index == 1U);
  BOOST_TEST(result.workers[1].total.requests == 2U);
}

BOOST_AUTO_TEST_CASE(results_of_two_processes_match_by_name_not_by_id) {
  tables here;
  tables there;
  here.endpoints.intern("a");
  there.endpoints.intern("b");
  const auto a_there = there.endpoints.intern("a");
  here.segments.intern("s");
  there.segments.intern("s");
  recorder one;
  recorder two;
  record(one, 0, millisecond);
  record(two, a_there, 3 * millisecond, 500);
  two.task_failed("browse", "x");
  two.check(there.checks.intern("ok"), true);
  two.add(there.counters.intern("n"), 2);
  const std::array first{&one};
  const std::array other{&two};
  run_result into = merge(first, here.names);
  const run_result from = merge(other, there.names);
  merge_into(into, from);
  BOOST_REQUIRE(into.endpoints.size() == 1);
  BOOST_TEST(into.endpoints[0].stats.requests == 2);
  BOOST_TEST(into.total.all_responses().max() == 3 * millisecond);
  BOOST_TEST(into.segments.at(0).stats.requests == 2);
  BOOST_TEST(into.errors.at(0).count == 1);
  BOOST_TEST(into.task_failures.at(0).count == 1);
  BOOST_TEST(into.checks.at(0).counts.passes == 1);
  BOOST_TEST(into.counters.at(0).value == 2.0);
  BOOST_TEST(into.workers.size() == 2);
}
