#include "core/personas/locale_shares.hpp"

#include "core/base/assert.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace veriload::personas {
namespace {

using parts_list = std::vector<std::uint32_t>;

void divide_by_common_factor(parts_list& parts) {
  std::uint32_t common = 0;
  for (const std::uint32_t part : parts)
    common = std::gcd(common, part);
  for (std::uint32_t& part : parts)
    part /= common;
}

// Weights that are short decimal fractions, as whole numbers; empty when they are not or are too
// many parts.
parts_list decimal_parts(std::span<const double> weights) {
  for (const double scale : {1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0, 1000000.0}) {
    parts_list parts;
    for (const double weight : weights) {
      const double scaled = weight * scale;
      const double whole = std::round(scaled);
      const bool exact = std::fabs(scaled - whole) <= 1e-9 * scaled;
      if (!exact || whole < 1 || whole > 4e9) break;
      parts.push_back(static_cast<std::uint32_t>(whole));
    }
    if (parts.size() != weights.size()) continue;
    divide_by_common_factor(parts);
    const auto sum = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
    if (sum <= fair_sequence::most_parts) return parts;
  }
  return {};
}

parts_list rounded_parts(std::span<const double> weights) {
  // Scaled first: the sum of weights near the largest double would be infinite.
  const double largest = *std::ranges::max_element(weights);
  double total = 0;
  for (const double weight : weights)
    total += weight / largest;
  // One part each, so that none vanishes; the rest by weight, rounded down to stay within the
  // limit.
  const double free = fair_sequence::most_parts - static_cast<double>(weights.size());
  parts_list parts;
  for (const double weight : weights) {
    parts.push_back(1 + static_cast<std::uint32_t>(weight / largest / total * free));
  }
  divide_by_common_factor(parts);
  return parts;
}

}  // namespace

fair_sequence::fair_sequence(std::span<const double> weights) : parts_(decimal_parts(weights)) {
  VL_ASSERT(!weights.empty() && weights.size() <= most_parts, "the plan has 1 to 65536 locales");
  if (parts_.empty()) parts_ = rounded_parts(weights);
  const std::uint64_t kinds = parts_.size();
  const auto total = std::accumulate(parts_.begin(), parts_.end(), std::uint64_t{0});
  if (kinds == 1) {
    period_.assign(1, 0);
    parts_ = {1};
    return;
  }

  // The chairman assignment (Tijdeman 1980): of the kinds that have fallen at least 1/(2k-2) behind
  // their share, the one whose deadline, the moment it would be 1 - 1/(2k-2) behind, comes first.
  // All times total and 2k-2, to stay in integers.
  const auto slack = static_cast<std::int64_t>(2 * kinds - 2);
  const auto sum = static_cast<std::int64_t>(total);
  std::vector<std::int64_t> given(kinds, 0);
  period_.reserve(total);
  for (std::int64_t n = 1; n <= sum; ++n) {
    std::size_t chosen = kinds;
    double earliest = 0;
    for (std::size_t i = 0; i < kinds; ++i) {
      const std::int64_t behind = slack * (n * parts_[i] - given[i] * sum);
      if (behind < sum) continue;
      const double deadline = static_cast<double>(sum * (slack - 1) - behind) / parts_[i];
      if (chosen == kinds || deadline < earliest) {
        chosen = i;
        earliest = deadline;
      }
    }
    VL_ASSERT(chosen < kinds, "some kind is always behind its share: the shares add up to one");
    ++given[chosen];
    period_.push_back(static_cast<std::uint16_t>(chosen));
  }
}

}  // namespace veriload::personas
