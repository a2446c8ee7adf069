// What a rule looks at, out of what was recorded. Flow: run result, seconds -> [measured] -> judge,
// live watch.
#pragma once

#include "core/aggregation/histogram.hpp"
#include "core/gates/rule.hpp"

#include <cstdint>
#include <string>

namespace veriload::gates {

/// A value of a percentile with what bounds it, in nanoseconds.
struct bounded_percentile {
  double observed;
  double low;
  double high;
  bool has_low;   ///< false: there are too few values for a lower bound; `low` is the minimum
  bool has_high;  ///< likewise; `high` is the maximum
};

/// The percentile of `values`, which are not empty, and its bounds. Exact but for the width of the
/// histogram's buckets, whose highest value is told. Thread: the owner of `values`.
bounded_percentile percentile_of(const aggregation::histogram& values, double percent,
                                 double confidence);

/// The bound that decides: the one on the far side of the limit.
double deciding_bound(const rule& by, const bounded_percentile& of);

/// Whether that bound exists.
bool has_deciding_bound(const rule& by, const bounded_percentile& of);

/// min, max, mean or the percentile itself of `values`, which are not empty, in nanoseconds.
double time_measure(const rule& by, const aggregation::histogram& values);

/// The unit of a verdict: "ms", "share", "per_second" or "count".
const char* unit_of(measure what);

/// A value of the rule as verdicts tell it: nanoseconds become milliseconds.
double reported(const rule& by, double value);

/// For messages: "312.4 ms", "0.52 %", "480.2/s", "12".
std::string value_text(const std::string& unit, double reported_value);

}  // namespace veriload::gates
