// Lengths of time with three significant digits. Flow: recorder -> [histogram] -> report.
#pragma once

#include "core/base/clock.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace veriload::aggregation {

/// Counts lengths of time from 0 to one hour in the buckets of HdrHistogram (lowest value 1 us,
/// highest 1 h, 3 significant digits), so that histograms of any threads and seconds merge without
/// loss.
///
/// Precision: a value is rounded to the nearest microsecond, then counted in a bucket whose width
/// is below 0.1 % of it. Count, sum, minimum and maximum are exact, in nanoseconds. A value above
/// one hour is not clipped: it is in `count`, `sum` and `max`, in `out_of_range`, and ranks above
/// all others.
///
/// Memory: 240 bytes when empty; each touched range of values (0 to 1 ms, 1 to 2, 2 to 4, 4 to 8 ms
/// ...) costs 8 KB once, at most 23 of them (188 KB). `record` allocates at the first touch only.
///
/// Thread: owned by one.
class histogram {
 public:
  using counter = std::uint64_t;
  __extension__ using wide_sum = __int128;  // 100,000 users waiting for three years pass 64 bits

  static constexpr std::size_t chunk_size = 1'024;  ///< counters that are allocated together
  static constexpr std::size_t chunk_count = 23;
  static constexpr std::size_t bucket_count = chunk_size * chunk_count;
  static constexpr base::ns highest = 3'600 * base::second;

  histogram() = default;
  histogram(histogram&&) noexcept = default;
  histogram& operator=(histogram&&) noexcept = default;
  histogram(const histogram&) =
      delete;  // big: copied on purpose only, by merging into an empty one
  histogram& operator=(const histogram&) = delete;

  /// A value with the bucket it counts in, for one that several histograms take.
  struct placed {
    base::ns value;
    std::size_t bucket;  ///< bucket_count: above the highest
  };

  static constexpr placed zero{0, 0};

  /// Finds the bucket of a value, which must not be negative.
  static placed place(base::ns value) noexcept {
    const bool within = static_cast<std::uint64_t>(value) <= static_cast<std::uint64_t>(highest);
    return {value, within ? bucket_of(value) : bucket_count};
  }

  /// Counts one value.
  void record(placed one) noexcept {
    ++count_;
    sum_ += one.value;
    if (one.value < min_) [[unlikely]]
      min_ = one.value;
    if (one.value > max_) [[unlikely]]
      max_ = one.value;
    counter* const chunk = chunks_[one.bucket / chunk_size].get();
    if (chunk == nullptr) [[unlikely]]
      return record_first(one);
    ++chunk[one.bucket % chunk_size];
  }
  void record(base::ns value) noexcept { record(place(value)); }

  /// Counts a length of 0 as `record` does, in a third of the instructions: most requests are sent
  /// at once, so this is what most lags are.
  void record_zero() noexcept {
    counter* const chunk = chunks_[0].get();
    if (chunk == nullptr) [[unlikely]]
      return record(zero);
    ++count_;
    min_ = 0;
    ++chunk[0];
  }

  /// Adds all of `other`. Exact: the result is what one histogram of all values would hold.
  void merge(const histogram& other);

  /// Forgets all values and keeps the memory.
  void clear() noexcept;

  std::uint64_t count() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  std::uint64_t out_of_range() const noexcept { return out_of_range_; }
  base::ns min() const noexcept { return empty() ? 0 : min_; }
  base::ns max() const noexcept { return empty() ? 0 : max_; }
  wide_sum sum() const noexcept { return sum_; }

  /// Arithmetic mean in nanoseconds; 0 when empty.
  double mean() const noexcept {
    return empty() ? 0.0 : static_cast<double>(sum_) / static_cast<double>(count_);
  }

  /// The value at a nearest rank: the smallest value that `percent` of all values do not exceed,
  /// without interpolation. Of the bucket its highest value is told, never outside min and max;
  /// 100 gives the exact maximum. 0 when empty. `percent` from 0 to 100.
  base::ns percentile(double percent) const noexcept;

  /// The counters of one chunk, or nothing when none of its values was ever seen. For encoding.
  std::span<const counter> chunk(std::size_t index) const noexcept;

  /// Adds `times` values of one bucket, known by nothing but the bucket: the sum takes its middle,
  /// minimum and maximum its bounds. For decoding. `bucket` up to `last_bucket()`, `times` above 0.
  void add_bucket(std::size_t bucket, std::uint64_t times);

  /// What the buckets do not tell.
  struct exact_figures {
    std::uint64_t out_of_range = 0;
    wide_sum sum = 0;
    base::ns min = 0;  ///< 0 when empty, like max
    base::ns max = 0;
  };
  exact_figures exact() const noexcept { return {out_of_range_, sum_, min(), max()}; }

  /// Makes of one that was filled by `add_bucket` alone the one whose `exact` is given, values out
  /// of range included. For decoding.
  void restore(const exact_figures& known) noexcept;

  /// The bucket of one hour.
  static std::size_t last_bucket() noexcept { return bucket_of(highest); }

  /// Bytes held, with those allocated.
  std::size_t memory() const noexcept;

 private:
  static constexpr unsigned linear_bits = 11;  // values below 2^11 us have a bucket each

  static std::size_t bucket_of(base::ns value) noexcept {
    const auto us = (static_cast<std::uint64_t>(value) + 500) / 1'000;
    const auto shift = static_cast<unsigned>(std::bit_width(us | 0x7ff)) - linear_bits;
    return shift * chunk_size + (us >> shift);
  }

  counter* touch(std::size_t chunk);
  void record_first(placed one) noexcept;

  // One more than there are: the last stays empty, and is where values above the highest go.
  std::array<std::unique_ptr<counter[]>, chunk_count + 1> chunks_;
  std::uint64_t count_ = 0;
  std::uint64_t out_of_range_ = 0;
  wide_sum sum_ = 0;
  base::ns min_ = base::never;
  base::ns max_ = 0;
};

}  // namespace veriload::aggregation
