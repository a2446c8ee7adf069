// Which locale persona #i has, and which of its locale it is. Flow: data.locales -> [locale mix] ->
// names.
#pragma once

#include "core/personas/draws/draw.hpp"
#include "core/personas/locale_shares.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::personas {

/// Every locale has its share of the pool to within 1, and of every prefix too, to within the
/// sixteen places that are shuffled together: ten users are as mixed as a million. The shuffle is
/// there because workers take every n-th persona: without it a regular sequence could give one
/// worker a single locale.
///
/// Thread: immutable.
class locale_mix {
 public:
  struct place {
    std::uint32_t locale;  ///< position in the weights
    std::uint64_t rank;    ///< which of that locale's personas, from 0
  };

  /// `weights` as fair_sequence wants them.
  locale_mix(std::uint64_t pool_size, std::span<const double> weights, const draw_source& draws);

  /// `index` must be below the pool's size. Constant time.
  place at(std::uint64_t index) const;

  /// Number of personas of the locale.
  std::uint64_t count(std::uint32_t locale) const;

 private:
  static constexpr std::uint64_t window = 16;

  std::uint64_t shuffled(std::uint64_t index) const;

  std::uint64_t pool_size_;
  std::uint64_t key_;
  fair_sequence sequence_;
  std::vector<std::uint32_t> rank_in_period_;
};

}  // namespace veriload::personas
