#include "core/aggregation/request_stats.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::aggregation;
using namespace veriload::base;

BOOST_AUTO_TEST_CASE(merging_adds_every_figure) {
  request_stats one;
  one.requests = 3;
  one.failures = 1;
  one.bytes_out = 10;
  one.bytes_in = 20;
  one.opened = 1;
  one.reused = 2;
  one.dns.record(5);
  one.connect.record(7);
  one.tls.record(9);
  one.response.record(millisecond);
  one.failed_response.record(2 * millisecond);
  one.service.record(3 * millisecond);
  one.first_byte.record(4 * millisecond);
  one.lag.record(5 * millisecond);

  request_stats sum;
  sum.merge(one);
  one.dns.record(6);
  sum.merge(one);
  BOOST_TEST(sum.requests == 6);
  BOOST_TEST(sum.failures == 2);
  BOOST_TEST(sum.bytes_out == 20);
  BOOST_TEST(sum.bytes_in == 40);
  BOOST_TEST(sum.opened == 2);
  BOOST_TEST(sum.reused == 4);
  BOOST_TEST(sum.dns.count == 3);
  BOOST_TEST(sum.dns.sum == 16);
  BOOST_TEST(sum.dns.max == 6);
  BOOST_TEST(sum.connect.sum == 14);
  BOOST_TEST(sum.tls.sum == 18);
  BOOST_TEST(sum.response.count() == 2);
  BOOST_TEST(sum.failed_response.max() == 2 * millisecond);
  BOOST_TEST(sum.service.max() == 3 * millisecond);
  BOOST_TEST(sum.first_byte.max() == 4 * millisecond);
  BOOST_TEST(sum.lag.max() == 5 * millisecond);
  BOOST_TEST(sum.all_responses().count() == 4);
  BOOST_TEST(sum.error_rate() == 2.0 / 6.0);
}

BOOST_AUTO_TEST_CASE(nothing_gives_zeros) {
  const request_stats none;
  BOOST_TEST(none.error_rate() == 0.0);
  const latency_summary summary = summary_of(none.all_responses());
  BOOST_TEST(summary.count == 0);
  BOOST_TEST(summary.p95 == 0);
  BOOST_TEST(summary.mean == 0.0);
}

BOOST_AUTO_TEST_CASE(a_summary_holds_the_figures_of_the_histogram) {
  histogram values;
  for (int i = 1; i <= 100; ++i)
    values.record(i * microsecond);
  values.record(histogram::highest * 2);
  const latency_summary summary = summary_of(values);
  BOOST_TEST(summary.count == 101);
  BOOST_TEST(summary.out_of_range == 1);
  BOOST_TEST(summary.min == microsecond);
  BOOST_TEST(summary.p50 == 51 * microsecond);
  BOOST_TEST(summary.p90 == 91 * microsecond);
  BOOST_TEST(summary.p95 == 96 * microsecond);
  BOOST_TEST(summary.p99 == 100 * microsecond);
  BOOST_TEST(summary.max == histogram::highest * 2);
}
