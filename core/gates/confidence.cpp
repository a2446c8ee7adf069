#include "core/gates/confidence.hpp"

#include "core/base/assert.hpp"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace veriload::gates {
namespace {

// P(B <= k) of a binomial B of `n` draws with chance `p`.
double at_most(std::uint64_t k, std::uint64_t n, double p) {
  if (k >= n) return 1.0;
  return boost::math::ibetac(static_cast<double>(k) + 1, static_cast<double>(n - k), p);
}

// P(B >= k).
double at_least(std::uint64_t k, std::uint64_t n, double p) {
  if (k == 0) return 1.0;
  if (k > n) return 0.0;
  return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n - k) + 1, p);
}

}  // namespace

rank_interval percentile_ranks(std::uint64_t n, double percent, double confidence) {
  const double p = percent / 100;
  const double tail = (1 - confidence) / 2;
  // The largest low with P(B <= low - 1) <= tail: true at 0, false past n.
  std::uint64_t low = 0;
  for (std::uint64_t high = n + 1; high - low > 1;) {
    const std::uint64_t middle = low + (high - low) / 2;
    (at_most(middle - 1, n, p) <= tail ? low : high) = middle;
  }
  // The smallest high with P(B >= high) <= tail: false at 0, true past n.
  std::uint64_t high = n + 1;
  for (std::uint64_t below = 0; high - below > 1;) {
    const std::uint64_t middle = below + (high - below) / 2;
    (at_least(middle, n, p) <= tail ? high : below) = middle;
  }
  return {low, high};
}

std::uint64_t values_needed(double percent, double confidence, bool upper) {
  // All values on one side of the percentile is the one result that gives no bound.
  const double chance = upper ? percent / 100 : 1 - percent / 100;
  const double needed = std::log((1 - confidence) / 2) / std::log(chance);
  return static_cast<std::uint64_t>(std::max(1.0, std::ceil(needed)));
}

share_interval share_bounds(std::uint64_t hits, std::uint64_t n, double confidence) {
  VL_ASSERT(n > 0 && hits <= n, "a share is of something");
  const double tail = (1 - confidence) / 2;
  const auto a = static_cast<double>(hits);
  const auto b = static_cast<double>(n - hits);
  return {hits == 0 ? 0.0 : boost::math::ibeta_inv(a, b + 1, tail),
          hits == n ? 1.0 : boost::math::ibetac_inv(a + 1, b, tail)};
}

}  // namespace veriload::gates
