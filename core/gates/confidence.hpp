// How far an observed value can be from the true one. Flow: counts -> [confidence] -> judge.
#pragma once

#include <cstdint>

namespace veriload::gates {

/// Confidence of the intervals in verdicts: each bound is wrong in at most 2.5 % of runs.
inline constexpr double verdict_confidence = 0.95;

/// Ranks of sorted values, from 1.
struct rank_interval {
  std::uint64_t low;   ///< 0: there are too few values for a lower bound
  std::uint64_t high;  ///< above the number of values: too few for an upper bound
};

/// The order statistics of `n` values between which the true `percent`-th percentile lies with at
/// least `confidence`, whatever the distribution: the number of values below it is binomial.
/// (Hahn and Meeker, Statistical Intervals, Wiley 1991, section 5.2; Le Boudec, Performance
/// Evaluation of Computer and Communication Systems, EPFL Press 2010, theorem 2.1.) The values
/// are taken as independent; those of one overloaded target are not quite. Thread: any.
rank_interval percentile_ranks(std::uint64_t n, double percent, double confidence);

/// The fewest values that give an upper bound (or a lower one) of a percentile.
std::uint64_t values_needed(double percent, double confidence, bool upper);

struct share_interval {
  double low;
  double high;
};

/// Where the true share lies when `hits` of `n` were seen, `n` above 0 (Clopper and Pearson,
/// Biometrika 26, 1934). Thread: any.
share_interval share_bounds(std::uint64_t hits, std::uint64_t n, double confidence);

}  // namespace veriload::gates
