#include "core/aggregation/recorder.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::aggregation;
using namespace veriload::base;

namespace {

constexpr ns start = 1'000 * second;

// Planned at `start`, sent 1 ms later, first byte after 4 ms, done after 10 ms.
sample good(std::uint32_t endpoint = 0) {
  sample one;
  one.planned = start;
  one.sent = start + millisecond;
  one.first_byte = start + 4 * millisecond;
  one.done = start + 10 * millisecond;
  one.endpoint = endpoint;
  one.status_code = 200;
  one.reused = true;
  one.bytes_out = 100;
  one.bytes_in = 1'000;
  return one;
}

sample bad(std::uint32_t endpoint = 0) {
  sample one = good(endpoint);
  one.status_code = 503;
  one.failure = error_class::status;
  one.error_text = "status 503";
  return one;
}

}  // namespace

BOOST_AUTO_TEST_CASE(response_counts_from_the_plan_service_from_the_wire_and_lag_is_between) {
  recorder all;
  all.record(good());
  const request_stats& endpoint = *all.endpoints().at(0);
  BOOST_TEST(endpoint.response.max() == 10 * millisecond);
  BOOST_TEST(endpoint.service.max() == 9 * millisecond);
  BOOST_TEST(endpoint.lag.max() == millisecond);
  BOOST_TEST(endpoint.first_byte.max() == 3 * millisecond);
  BOOST_TEST(endpoint.bytes_out == 100);
  BOOST_TEST(endpoint.bytes_in == 1'000);
}

BOOST_AUTO_TEST_CASE(time_spent_on_a_new_connection_is_no_lag_of_the_generator) {
  recorder all;
  sample one = good();
  one.reused = false;
  one.dns = 100 * microsecond;
  one.connect = 300 * microsecond;
  one.tls = 500 * microsecond;
  all.record(one);
  const request_stats& endpoint = *all.endpoints().at(0);
  BOOST_TEST(endpoint.lag.max() == 100 * microsecond);
  BOOST_TEST(endpoint.opened == 1);
  BOOST_TEST(endpoint.reused == 0);
  BOOST_TEST(endpoint.dns.sum == 100 * microsecond);
  BOOST_TEST(endpoint.connect.count == 1);
  BOOST_TEST(endpoint.tls.max == 500 * microsecond);
}

BOOST_AUTO_TEST_CASE(failures_have_their_own_latencies_and_no_service_time) {
  recorder all;
  all.record(good());
  all.record(bad());
  const request_stats& endpoint = *all.endpoints().at(0);
  BOOST_TEST(endpoint.requests == 2);
  BOOST_TEST(endpoint.failures == 1);
  BOOST_TEST(endpoint.response.count() == 1);
  BOOST_TEST(endpoint.failed_response.count() == 1);
  BOOST_TEST(endpoint.service.count() == 1);
  BOOST_TEST(endpoint.first_byte.count() == 1);
  BOOST_TEST(endpoint.lag.count() == 2);
  BOOST_TEST(all.errors().kept().at(0).example == "status 503");
}

BOOST_AUTO_TEST_CASE(a_request_that_never_left_has_no_lag_and_no_connection) {
  recorder all;
  sample refused = bad();
  refused.failure = error_class::refused;
  refused.first_byte = 0;
  refused.sent = 0;
  all.record(refused);
  refused.sent = refused.done;
  all.record(refused);
  const request_stats& endpoint = *all.endpoints().at(0);
  BOOST_TEST(endpoint.lag.empty());
  BOOST_TEST(endpoint.opened + endpoint.reused == 0);
  BOOST_TEST(endpoint.failed_response.min() == 10 * millisecond);
  BOOST_TEST(all.disordered() == 0);
}

BOOST_AUTO_TEST_CASE(a_sample_without_a_plan_is_measured_from_the_wire) {
  recorder all;
  sample one = good();
  one.planned = 0;
  all.record(one);
  BOOST_TEST(all.endpoints().at(0)->response.max() == 9 * millisecond);
  BOOST_TEST(all.endpoints().at(0)->lag.max() == 0);
}

BOOST_AUTO_TEST_CASE(instants_out_of_order_are_put_in_order_and_counted) {
  recorder all;
  sample one = good();
  one.planned = one.done + second;
  all.record(one);
  one = good();
  one.sent = one.done + second;
  all.record(one);
  one = good();
  one.first_byte = one.sent - 1;  // a first byte before sending is just not known
  all.record(one);
  const request_stats& endpoint = *all.endpoints().at(0);
  BOOST_TEST(all.disordered() == 2);
  BOOST_TEST(endpoint.response.count() == 3);
  BOOST_TEST(endpoint.response.max() == 10 * millisecond);
  BOOST_TEST(endpoint.first_byte.count() == 1);
}

BOOST_AUTO_TEST_CASE(the_total_is_the_sum_of_the_endpoints) {
  recorder all;
  all.record(good(3));
  all.record(good(0));
  all.record(bad(3));
  const request_stats total = all.total();
  BOOST_TEST(total.requests == 3);
  BOOST_TEST(total.failures == 1);
  BOOST_TEST(total.all_responses().count() == 3);
  BOOST_TEST(all.endpoints().size() == 4);
  BOOST_TEST(!all.endpoints()[1]);
  BOOST_TEST(all.segments().at(0)->requests == 3);
}

BOOST_AUTO_TEST_CASE(an_interval_holds_what_was_done_since_the_last_one) {
  recorder all;
  all.user_started();
  all.record(good(1));
  all.record(bad(1));
  const interval_block& first = all.take_interval();
  BOOST_TEST(first.users == 1);
  BOOST_TEST(first.endpoints.at(1).requests == 2);
  BOOST_TEST(first.endpoints.at(1).failures == 1);
  BOOST_TEST(first.endpoints.at(1).response.count() == 1);
  BOOST_TEST(first.endpoints.at(1).failed_response.count() == 1);
  BOOST_TEST(first.endpoints.at(1).service.count() == 1);
  BOOST_TEST(first.endpoints.at(1).lag.count() == 2);
  BOOST_TEST(first.bytes_in == 2'000);

  all.record(good(0));  // does not touch the block that is out
  BOOST_TEST(first.endpoints.at(0).requests == 0);
  all.user_finished();
  const interval_block& second_one = all.take_interval();
  BOOST_TEST(second_one.users == 0);
  BOOST_TEST(second_one.endpoints.at(0).requests == 1);
  const interval_block& third = all.take_interval();
  BOOST_TEST(third.bytes_in == 0);
  BOOST_TEST(third.endpoints.at(1).requests == 0);
  BOOST_TEST(third.endpoints.at(1).response.empty());
  BOOST_TEST(third.endpoints.at(1).failed_response.empty());
  BOOST_TEST(third.endpoints.at(1).service.empty());
  BOOST_TEST(third.endpoints.at(1).lag.empty());
}

BOOST_AUTO_TEST_CASE(users_iterations_checks_counters_and_task_failures_are_counted) {
  recorder all;
  all.user_started();
  all.user_started();
  all.user_finished();
  all.user_started();
  all.user_failed();
  all.iteration_done();
  all.check(2, true);
  all.check(2, false);
  all.check(2, true);
  all.add(1, 2.5);
  all.add(1, 1.0);
  all.task_failed("browse", "no token");
  BOOST_TEST(all.users().started == 3);
  BOOST_TEST(all.users().peak == 2);
  BOOST_TEST(all.users().active() == 2);
  BOOST_TEST(all.users().failed == 1);
  BOOST_TEST(all.iterations() == 1);
  BOOST_TEST(all.checks().at(2).passes == 2);
  BOOST_TEST(all.checks().at(2).fails == 1);
  BOOST_TEST(all.counters().at(1) == 3.5);
  BOOST_TEST(all.task_failures().kept().at(0).message == "no token");
}

BOOST_AUTO_TEST_CASE(the_seconds_of_an_endpoint_add_up_to_its_whole_run) {
  recorder all;
  endpoint_interval sum;
  for (int i = 0; i < 3'000; ++i) {
    sample one = i % 7 == 0 ? bad() : good();
    one.sent += i * microsecond;  // late by one to four milliseconds
    one.done += i * i * 100;
    if (i % 3 == 0) one.planned = one.sent;
    all.record(one);
    if (i % 1'000 == 999) sum.merge(all.take_interval().endpoints.at(0));
  }
  const request_stats& run = *all.endpoints().at(0);
  const auto same = [](const histogram& one, const histogram& other) {
    bool equal = one.count() == other.count() && one.sum() == other.sum() &&
                 one.min() == other.min() && one.max() == other.max();
    for (double percent = 0; equal && percent <= 100; percent += 0.5)
      equal = one.percentile(percent) == other.percentile(percent);
    return equal;
  };
  BOOST_TEST(sum.requests == run.requests);
  BOOST_TEST(sum.failures == run.failures);
  BOOST_TEST(same(sum.response, run.response));
  BOOST_TEST(same(sum.failed_response, run.failed_response));
  BOOST_TEST(same(sum.service, run.service));
  BOOST_TEST(same(sum.lag, run.lag));
}
