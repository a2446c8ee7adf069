#include "core/personas/locale_shares.hpp"

#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numeric>
#include <vector>

using veriload::personas::fair_sequence;

namespace {

// The largest distance of any kind from its share in any prefix of two periods.
double worst_distance(const fair_sequence& sequence) {
  const auto parts = sequence.parts();
  const auto total = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
  std::vector<double> given(parts.size(), 0);
  double worst = 0;
  for (std::uint64_t n = 1; n <= 2 * total; ++n) {
    given[sequence.at(n - 1)] += 1;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const double share = static_cast<double>(n * parts[i]) / static_cast<double>(total);
      worst = std::max(worst, std::fabs(given[i] - share));
    }
  }
  return worst;
}

}  // namespace

BOOST_AUTO_TEST_CASE(decimal_weights_become_exact_parts) {
  const std::vector<double> weights{0.7, 0.3};
  const fair_sequence sequence(weights);
  BOOST_TEST(sequence.parts()[0] == 7u);
  BOOST_TEST(sequence.parts()[1] == 3u);
  const std::vector<double> percent{60, 25, 10, 5};
  BOOST_TEST(fair_sequence(percent).parts()[0] == 12u);
}

BOOST_AUTO_TEST_CASE(every_prefix_keeps_every_share_to_within_one) {
  const std::vector<std::vector<double>> cases{{1},
                                               {0.7, 0.3},
                                               {1, 1, 1},
                                               {60, 25, 10, 5},
                                               {0.9, 0.05, 0.05},
                                               {0.34, 0.33, 0.33},
                                               {1000, 1, 1, 1},
                                               {1, 1, 1, 1, 1, 1, 1, 1},
                                               {97, 1, 1, 1}};
  for (const auto& weights : cases)
    BOOST_TEST(worst_distance(fair_sequence(weights)) < 1.0);
}

BOOST_AUTO_TEST_CASE(random_weights_keep_their_shares_too) {
  veriload::base::random_stream numbers(3, 0);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> weights;
    for (std::uint64_t i = 0; i < 2 + numbers.below(9); ++i) {
      weights.push_back(static_cast<double>(1 + numbers.below(200)));
    }
    BOOST_TEST(worst_distance(fair_sequence(weights)) < 1.0);
  }
}

BOOST_AUTO_TEST_CASE(weights_without_a_short_form_are_rounded_and_none_vanishes) {
  const std::vector<double> weights{1.0 / 3, 2.0 / 3, 1e-12, 1e300};
  const fair_sequence sequence(weights);
  const auto parts = sequence.parts();
  const auto total = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
  BOOST_TEST(total <= fair_sequence::most_parts);
  for (const auto part : parts)
    BOOST_TEST(part > 0u);
  BOOST_TEST(worst_distance(sequence) < 1.0);
}

BOOST_AUTO_TEST_CASE(one_third_is_rounded_closely) {
  const std::vector<double> weights{1.0 / 3, 2.0 / 3};
  const auto sequence = fair_sequence(weights);
  const auto parts = sequence.parts();
  const double share = parts[0] / static_cast<double>(parts[0] + parts[1]);
  BOOST_TEST(std::fabs(share - 1.0 / 3) < 1e-4);
}
