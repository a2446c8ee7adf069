#include "core/gates/measured.hpp"

#include "core/base/assert.hpp"
#include "core/gates/confidence.hpp"

#include <cmath>
#include <cstdio>

namespace veriload::gates {
namespace {

// The middle of a rank's step, so that rounding cannot lead to its neighbour.
double at_rank(const aggregation::histogram& values, std::uint64_t rank) {
  const auto n = static_cast<double>(values.count());
  return static_cast<double>(values.percentile(100.0 * (static_cast<double>(rank) - 0.5) / n));
}

std::string digits(double value) {
  char text[64];
  std::snprintf(text, sizeof text, std::abs(value) >= 1'000 ? "%.0f" : "%.4g", value);
  return text;
}

}  // namespace

bounded_percentile percentile_of(const aggregation::histogram& values, double percent,
                                 double confidence) {
  const std::uint64_t n = values.count();
  const rank_interval ranks = percentile_ranks(n, percent, confidence);
  const bool has_low = ranks.low > 0;
  const bool has_high = ranks.high <= n;
  return {static_cast<double>(values.percentile(percent)),
          has_low ? at_rank(values, ranks.low) : static_cast<double>(values.min()),
          has_high ? at_rank(values, ranks.high) : static_cast<double>(values.max()), has_low,
          has_high};
}

double deciding_bound(const rule& by, const bounded_percentile& of) {
  return wants_less(by.how) ? of.high : of.low;
}

bool has_deciding_bound(const rule& by, const bounded_percentile& of) {
  return wants_less(by.how) ? of.has_high : of.has_low;
}

double time_measure(const rule& by, const aggregation::histogram& values) {
  switch (by.what) {
    case measure::percentile:
      return static_cast<double>(values.percentile(by.percent));
    case measure::mean:
      return values.mean();
    case measure::min:
      return static_cast<double>(values.min());
    case measure::max:
      return static_cast<double>(values.max());
    default:
      break;
  }
  VL_ASSERT(false, "only lengths of time are asked for");
}

const char* unit_of(measure what) {
  if (is_time(what)) return "ms";
  if (what == measure::error_rate || what == measure::checks) return "share";
  return what == measure::rate ? "per_second" : "count";
}

double reported(const rule& by, double value) {
  return is_time(by.what) ? value / static_cast<double>(base::millisecond) : value;
}

std::string value_text(const std::string& unit, double reported_value) {
  if (unit == "ms") return digits(reported_value) + " ms";
  if (unit == "share") return digits(reported_value * 100) + " %";
  if (unit == "per_second") return digits(reported_value) + "/s";
  return digits(reported_value);
}

}  // namespace veriload::gates
