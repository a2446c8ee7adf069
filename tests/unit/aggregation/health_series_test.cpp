#include "core/aggregation/health_series.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using aggregation::health_row;
using aggregation::health_series;
using base::second;

namespace {

health_row row_at(base::ns from, double cpu) {
  health_row row;
  row.from = from * second;
  row.to = (from + 1) * second;
  row.process_cpu = cpu;
  row.stalls = 1;
  row.descriptors = static_cast<std::uint64_t>(from);
  row.workers = {{cpu, 0, from}};
  return row;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(health_series_suite)

BOOST_AUTO_TEST_CASE(rows_that_fit_stay_as_they_are) {
  health_series series(4);
  for (int i = 0; i < 4; ++i)
    series.add(row_at(i, i));
  BOOST_REQUIRE(series.rows().size() == 4U);
  BOOST_TEST(series.rows()[3].process_cpu == 3.0);
}

BOOST_AUTO_TEST_CASE(however_long_the_run_is_rows_cover_it_without_a_gap_and_lose_no_count) {
  for (const std::size_t most : {2U, 3U, 4U, 5U}) {
    health_series series(most);
    constexpr int seconds = 1'000;
    for (int i = 0; i < seconds; ++i)
      series.add(row_at(i, 0.5));
    const auto rows = series.rows();
    BOOST_TEST(rows.size() <= most);
    base::ns at = 0;
    std::uint64_t stalls = 0;
    for (const health_row& row : rows) {
      BOOST_TEST(row.from == at);
      BOOST_TEST(row.process_cpu == 0.5);
      at = row.to;
      stalls += row.stalls;
    }
    BOOST_TEST(at == seconds * second);
    BOOST_TEST(stalls == static_cast<std::uint64_t>(seconds));
    for (std::size_t i = 1; i + 1 < rows.size(); ++i)
      BOOST_TEST(rows[i].to - rows[i].from == rows[0].to - rows[0].from);
  }
}

BOOST_AUTO_TEST_CASE(joined_rows_average_shares_by_length_and_keep_the_highest_gauges) {
  health_row longer = row_at(0, 0.2);
  longer.to = 3 * second;
  const health_row both = aggregation::joined(longer, row_at(3, 1.0));
  BOOST_TEST(both.process_cpu == 0.4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(both.workers[0].cpu == 0.4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(both.workers[0].longest_wait == 3);
  BOOST_TEST(both.descriptors == 3U);
  BOOST_TEST(both.to == 4 * second);
}

BOOST_AUTO_TEST_SUITE_END()
