#include "core/gates/confidence.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace veriload::gates;

BOOST_AUTO_TEST_CASE(ranks_of_the_median_are_those_of_the_published_table) {
  // Le Boudec 2010, appendix A, table A.1 (confidence 95 %).
  struct row {
    std::uint64_t n, low, high;
  };
  for (const auto& [n, low, high] :
       {row{6, 1, 6}, row{10, 2, 9}, row{20, 6, 15}, row{50, 18, 33}, row{100, 40, 61}}) {
    const rank_interval found = percentile_ranks(n, 50, 0.95);
    BOOST_TEST(found.low == low);
    BOOST_TEST(found.high == high);
  }
}

BOOST_AUTO_TEST_CASE(too_few_values_give_no_bound) {
  BOOST_TEST(values_needed(95, 0.95, true) == 72u);
  BOOST_TEST(percentile_ranks(71, 95, 0.95).high == 72u);  // above the number of values
  BOOST_TEST(percentile_ranks(72, 95, 0.95).high == 72u);
  BOOST_TEST(values_needed(99, 0.95, true) == 368u);
  BOOST_TEST(values_needed(99.9, 0.95, true) == 3'688u);
  BOOST_TEST(percentile_ranks(3'687, 99.9, 0.95).high == 3'688u);
  BOOST_TEST(percentile_ranks(3'688, 99.9, 0.95).high == 3'688u);
  BOOST_TEST(values_needed(95, 0.95, false) == 2u);
  BOOST_TEST(percentile_ranks(1, 95, 0.95).low == 0u);
  BOOST_TEST(percentile_ranks(2, 95, 0.95).low == 1u);
  BOOST_TEST(percentile_ranks(0, 95, 0.95).low == 0u);
  BOOST_TEST(percentile_ranks(0, 95, 0.95).high == 1u);
}

BOOST_AUTO_TEST_CASE(many_values_are_bounded_as_the_normal_distribution_says) {
  const rank_interval found = percentile_ranks(100'000'000, 95, 0.95);
  // 1.959964 standard deviations of sqrt(n p q) = 2,179.4 values.
  BOOST_TEST(95'000'000 - static_cast<double>(found.low) == 4'271.6,
             boost::test_tools::tolerance(0.001));
  BOOST_TEST(static_cast<double>(found.high) - 95'000'000 == 4'271.6,
             boost::test_tools::tolerance(0.001));
}

BOOST_AUTO_TEST_CASE(the_interval_covers_the_truth_as_often_as_it_says) {
  std::mt19937_64 chance(20260514);
  std::exponential_distribution<double> length(1.0);
  const double truth = -std::log(0.05);  // the 95th percentile
  constexpr int trials = 4'000;
  constexpr std::uint64_t n = 200;
  const rank_interval ranks = percentile_ranks(n, 95, 0.95);
  int above = 0, below = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> values(n);
    for (double& one : values)
      one = length(chance);
    std::ranges::sort(values);
    below += values[ranks.high - 1] < truth;
    above += values[ranks.low - 1] > truth;
  }
  // At most 2.5 % each; four standard deviations of the count above that are 140.
  BOOST_TEST(below <= 140);
  BOOST_TEST(above <= 140);
  BOOST_TEST(below > 0);
  BOOST_TEST(above > 0);
}

BOOST_AUTO_TEST_CASE(a_share_is_bounded_as_clopper_and_pearson_did) {
  const share_interval none = share_bounds(0, 20, 0.95);
  BOOST_TEST(none.low == 0.0);
  BOOST_TEST(none.high == 0.1684, boost::test_tools::tolerance(0.001));
  const share_interval some = share_bounds(5, 50, 0.95);
  BOOST_TEST(some.low == 0.0333, boost::test_tools::tolerance(0.002));
  BOOST_TEST(some.high == 0.2181, boost::test_tools::tolerance(0.002));
  BOOST_TEST(share_bounds(20, 20, 0.95).high == 1.0);
  BOOST_TEST(share_bounds(20, 20, 0.95).low == 0.8316, boost::test_tools::tolerance(0.001));
}
