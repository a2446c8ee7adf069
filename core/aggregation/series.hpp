// The run second by second, in constant memory. Flow: snapshots -> [series] -> run result.
#pragma once

#include "core/aggregation/histogram.hpp"
#include "core/base/clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::aggregation {

struct snapshot;

/// One row of the curve: `second` to `second + interval`.
struct series_row {
  std::uint32_t second = 0;  ///< start, since the start of the run
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t users = 0;  ///< most of the window ends within the row
  base::ns p50 = 0;         ///< response time, of successes and failures
  base::ns p95 = 0;
  base::ns p99 = 0;
  base::ns max = 0;     ///< exact
  std::string encoded;  ///< response times in the V2 form: rows can be merged without loss
};

/// Rows of one second each; when `capacity` of them are full, neighbours are merged and the
/// interval doubles, so the memory does not depend on the length of the run. A row costs 100 bytes
/// and its encoded histogram. Measured with 3,600 rows: 6 MB at 1,000 requests per second between 1
/// and 20 ms; 42 MB at 60,000 per second spread evenly over four decades, which no real target
/// does.
///
/// A second without a snapshot has no row. Thread: owned by one.
class series {
 public:
  static constexpr std::size_t default_capacity = 3'600;

  /// `capacity` must be above 1.
  explicit series(std::size_t capacity = default_capacity);

  /// Adds what was measured in `second`, which must not be before that of the last call.
  void add(std::uint32_t second, const snapshot& measured);

  /// Length of a row in seconds: 1, 2, 4 ...
  std::uint32_t interval() const noexcept { return interval_; }

  /// All rows in order, with the one that is still growing.
  std::vector<series_row> rows() const;

 private:
  void open_row(std::uint32_t start);
  void close_open_row();
  void halve();
  std::uint32_t start_of(std::uint32_t second) const { return second - second % interval_; }

  std::size_t capacity_;
  std::uint32_t interval_ = 1;
  std::vector<series_row> closed_;
  series_row open_;
  histogram open_values_;
  bool has_open_ = false;
};

}  // namespace veriload::aggregation
