#include "core/aggregation/series.hpp"

#include "core/aggregation/histogram_v2.hpp"
#include "core/aggregation/snapshot.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::aggregation;
using namespace veriload::base;

namespace {

snapshot window(ns first, ns step, int count, std::uint64_t users = 1) {
  snapshot out;
  out.requests = static_cast<std::uint64_t>(count);
  out.failures = 1;
  out.bytes_out = 2;
  out.bytes_in = 3;
  out.users = users;
  for (int i = 0; i < count; ++i)
    out.response.record(first + i * step);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_second_is_a_row_with_its_own_percentiles) {
  series curve;
  curve.add(0, window(millisecond, 0, 10));
  curve.add(2, window(millisecond, millisecond, 100, 7));
  const auto rows = curve.rows();
  BOOST_REQUIRE(rows.size() == 2);
  BOOST_TEST(curve.interval() == 1);
  BOOST_TEST(rows[0].second == 0);
  BOOST_TEST(rows[0].p99 == millisecond);
  BOOST_TEST(rows[1].second == 2);
  BOOST_TEST(rows[1].p50 / millisecond == 50);
  BOOST_TEST(rows[1].max == 100 * millisecond);
  BOOST_TEST(rows[1].users == 7);
  BOOST_TEST(rows[1].requests == 100);
}

BOOST_AUTO_TEST_CASE(a_full_series_merges_neighbours_without_loss_and_doubles_the_interval) {
  series curve(4);
  histogram all;
  for (std::uint32_t second = 0; second < 11; ++second) {
    const snapshot one = window(millisecond * (second + 1), 10 * microsecond, 50, second);
    all.merge(one.response);
    curve.add(second, one);
  }
  const auto rows = curve.rows();
  BOOST_TEST(curve.interval() == 4);
  BOOST_REQUIRE(rows.size() == 3);
  BOOST_TEST(rows[0].second == 0);
  BOOST_TEST(rows[1].second == 4);
  BOOST_TEST(rows[2].second == 8);
  BOOST_TEST(rows[0].requests == 200);
  BOOST_TEST(rows[0].failures == 4);
  BOOST_TEST(rows[0].bytes_in == 12);
  BOOST_TEST(rows[1].users == 7);
  BOOST_TEST(rows[2].requests == 150);
  BOOST_TEST(rows[2].max == all.max());

  histogram merged;
  for (const series_row& row : rows) {
    BOOST_TEST(row.p99 <= row.max);
    BOOST_TEST((decode_v2(row.encoded, merged) == decode_error::none));
  }
  BOOST_TEST(merged.count() == all.count());
  for (const double percent : {1.0, 50.0, 95.0, 99.0}) {
    BOOST_TEST(merged.percentile(percent) == all.percentile(percent));
  }
}

BOOST_AUTO_TEST_CASE(gaps_never_make_two_rows_of_one_interval) {
  series curve(2);
  for (const std::uint32_t second : {0u, 5u, 1'000u, 1'001u, 1'003u}) {
    curve.add(second, window(millisecond, 0, 1));
  }
  const auto rows = curve.rows();
  BOOST_TEST(rows.size() <= 2);
  std::uint64_t requests = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    requests += rows[i].requests;
    BOOST_TEST(rows[i].second % curve.interval() == 0);
    if (i > 0) BOOST_TEST(rows[i].second > rows[i - 1].second);
  }
  BOOST_TEST(requests == 5);
}

BOOST_AUTO_TEST_CASE(a_long_run_keeps_to_its_capacity) {
  series curve(60);
  for (std::uint32_t second = 0; second < 10'000; ++second) {
    curve.add(second, window(millisecond, microsecond, 3));
  }
  BOOST_TEST(curve.rows().size() <= 60);
  BOOST_TEST(curve.rows().size() > 30);
  BOOST_TEST(curve.interval() == 256);
}
