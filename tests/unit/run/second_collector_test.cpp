#include "core/run/second_collector.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::run;

namespace {

aggregation::interval_block bytes(std::uint64_t n) {
  aggregation::interval_block block;
  block.bytes_in = n;
  block.users = 1;
  return block;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(second_collector_suite)

BOOST_AUTO_TEST_CASE(a_second_is_given_when_every_worker_has_closed_it) {
  second_collector c(2);
  BOOST_TEST(!c.take(true).has_value());
  c.add(0, 0, bytes(1));
  BOOST_TEST(!c.take(false).has_value());
  c.add(1, 0, bytes(10));
  const auto first = c.take(false);
  BOOST_REQUIRE(first.has_value());
  BOOST_TEST(first->second == 0U);
  BOOST_TEST(first->merged.bytes_in == 11U);
  BOOST_TEST(first->merged.users == 2U);
  BOOST_TEST(!c.take(false).has_value());
}

BOOST_AUTO_TEST_CASE(what_one_worker_has_added_is_kept_for_the_case_that_it_is_lost) {
  second_collector c(2);
  c.add(0, 0, bytes(1));
  c.add(1, 0, bytes(10));
  c.add(1, 1, bytes(20));
  c.take(true);
  BOOST_TEST(c.all_of(1).bytes_in == 30U);
  BOOST_TEST(c.all_of(1).users == 1U);  // of its last second
  BOOST_TEST(c.all_of(0).bytes_in == 1U);
}

BOOST_AUTO_TEST_CASE(endpoints_are_merged_by_id) {
  second_collector c(2);
  aggregation::interval_block a, b;
  a.endpoints.resize(1);
  a.endpoints[0].requests = 2;
  a.endpoints[0].response.record(base::millisecond);
  b.endpoints.resize(3);
  b.endpoints[0].requests = 1;
  b.endpoints[2].requests = 4;
  b.endpoints[2].failures = 3;
  b.endpoints[2].failed_response.record(base::second);
  b.endpoints[2].lag.record(base::microsecond);
  c.add(0, 0, a);
  c.add(1, 0, b);
  const auto taken = c.take(false);
  BOOST_REQUIRE(taken.has_value());
  const auto& merged = taken->merged;
  BOOST_REQUIRE(merged.endpoints.size() == 3U);
  BOOST_TEST(merged.endpoints[0].requests == 3U);
  BOOST_TEST(merged.endpoints[0].response.count() == 1U);
  BOOST_TEST(merged.endpoints[1].requests == 0U);
  BOOST_TEST(merged.endpoints[2].failures == 3U);
  BOOST_TEST(merged.endpoints[2].failed_response.max() == base::second);
  BOOST_TEST(merged.endpoints[2].lag.count() == 1U);
}

BOOST_AUTO_TEST_CASE(seconds_come_in_order_whatever_the_order_of_the_workers) {
  second_collector c(2);
  c.add(0, 0, bytes(1));
  c.add(0, 1, bytes(2));
  c.add(1, 0, bytes(10));
  c.add(1, 1, bytes(20));
  BOOST_TEST(c.take(false)->merged.bytes_in == 11U);
  const auto next = c.take(false);
  BOOST_TEST(next->second == 1U);
  BOOST_TEST(next->merged.bytes_in == 22U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_lags_is_waited_for_three_seconds_and_its_rest_counts_later) {
  second_collector c(2);
  for (std::uint64_t s = 0; s < 3; ++s)
    c.add(0, s, bytes(1));
  BOOST_TEST(!c.take(false).has_value());
  c.add(0, 3, bytes(1));
  BOOST_TEST(c.take(false)->second == 0U);
  BOOST_TEST(!c.take(false).has_value());
  c.add(1, 0, bytes(100));  // late: counts in second 1, which it does not complete
  BOOST_TEST(!c.take(false).has_value());
  c.add(1, 1, bytes(200));
  BOOST_TEST(c.take(false)->merged.bytes_in == 301U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_ended_is_not_waited_for) {
  second_collector c(2);
  c.add(0, 0, bytes(1));
  c.add(0, 1, bytes(1));
  c.worker_ended(1);
  BOOST_TEST(c.take(false).has_value());
  BOOST_TEST(c.take(false).has_value());
}

BOOST_AUTO_TEST_CASE(the_end_of_one_worker_does_not_complete_a_second_of_another) {
  second_collector c(2);
  c.add(0, 0, bytes(1));
  c.worker_ended(0);
  BOOST_TEST(!c.take(false).has_value());
  c.add(1, 0, bytes(10));
  BOOST_TEST(c.take(false)->merged.bytes_in == 11U);
}

BOOST_AUTO_TEST_CASE(all_takes_what_is_left_and_fills_gaps) {
  second_collector c(2);
  c.add(0, 2, bytes(5));
  BOOST_TEST(c.take(true)->merged.bytes_in == 0U);
  BOOST_TEST(c.take(true)->second == 1U);
  BOOST_TEST(c.take(true)->merged.bytes_in == 5U);
  BOOST_TEST(!c.take(true).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
