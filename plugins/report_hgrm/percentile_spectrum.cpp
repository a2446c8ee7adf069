#include "percentile_spectrum.hpp"

#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

namespace veriload::report_hgrm {
namespace {

constexpr double us_per_ms = 1'000.0;
constexpr int steps_per_halving = 5;
// Of a histogram from 1 us to 1 h with 3 digits.
constexpr int bucket_count = 22;
constexpr int sub_bucket_count = 2'048;

[[gnu::format(printf, 2, 3)]] void append(std::string& out, const char* format, ...) {
  char line[160];
  va_list values;
  va_start(values, format);
  const int size = std::vsnprintf(line, sizeof line, format, values);
  va_end(values);
  out.append(line, static_cast<std::size_t>(size));
}

// The next percentile to show: the distance to 100 is halved every five steps.
double next_level(double level) {
  const auto halvings = static_cast<std::int64_t>(std::log(100.0 / (100.0 - level)) / std::log(2));
  const double steps = steps_per_halving * std::pow(2.0, static_cast<double>(halvings + 1));
  return level + 100.0 / steps;
}

void append_row(std::string& out, const hdr_bucket& bucket, double level, std::uint64_t seen) {
  append(out, "%12.3f %2.12f %10llu %14.2f\n", static_cast<double>(bucket.highest_us) / us_per_ms,
         level / 100.0, static_cast<unsigned long long>(seen), 1 / (1.0 - level / 100.0));
}

// As HdrHistogram takes it: in the middle of the bucket, the upper of two.
double middle_of(const hdr_bucket& bucket) {
  const std::uint64_t width = bucket.highest_us - bucket.lowest_us + 1;
  return static_cast<double>(bucket.lowest_us + width / 2);
}

void append_summary(std::string& out, const std::vector<hdr_bucket>& buckets, std::uint64_t total) {
  double sum = 0;
  for (const hdr_bucket& one : buckets)
    sum += middle_of(one) * static_cast<double>(one.times);
  const double mean = total > 0 ? sum / static_cast<double>(total) : 0;
  double squares = 0;
  for (const hdr_bucket& one : buckets) {
    const double away = middle_of(one) - mean;
    squares += away * away * static_cast<double>(one.times);
  }
  const double deviation = total > 0 ? std::sqrt(squares / static_cast<double>(total)) : 0;
  const double max = buckets.empty() ? 0 : static_cast<double>(buckets.back().highest_us);
  append(out, "#[Mean    = %12.3f, StdDeviation   = %12.3f]\n", mean / us_per_ms,
         deviation / us_per_ms);
  append(out, "#[Max     = %12.3f, Total count    = %12llu]\n", max / us_per_ms,
         static_cast<unsigned long long>(total));
  append(out, "#[Buckets = %12d, SubBuckets     = %12d]\n", bucket_count, sub_bucket_count);
}

}  // namespace

std::string percentile_spectrum(const std::vector<hdr_bucket>& buckets) {
  std::string out;
  append(out, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  std::uint64_t total = 0;
  for (const hdr_bucket& one : buckets)
    total += one.times;
  std::uint64_t seen = 0;
  double level = 0;
  for (const hdr_bucket& one : buckets) {
    seen += one.times;
    const double reached = 100.0 * static_cast<double>(seen) / static_cast<double>(total);
    while (reached >= level) {
      append_row(out, one, level, seen);
      if (seen == total) break;  // one row of the last value, then that of 100 %
      level = next_level(level);
    }
  }
  if (total > 0) {
    append(out, "%12.3f %2.12f %10llu\n",
           static_cast<double>(buckets.back().highest_us) / us_per_ms, 1.0,
           static_cast<unsigned long long>(total));
  }
  append_summary(out, buckets, total);
  return out;
}

}  // namespace veriload::report_hgrm
