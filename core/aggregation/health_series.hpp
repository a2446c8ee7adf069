// The health of the generator over time, in constant memory. Flow: health sampler -> [series] ->
// run result.
#pragma once

#include "core/aggregation/health.hpp"

#include <cstddef>
#include <vector>

namespace veriload::aggregation {

/// Rows as they come; when `capacity` are full, neighbours are put together, and from then on every
/// two, four ... that come are one row. Shares are averaged by length, gauges and longest waits
/// keep the highest, counts add up. Thread: owned by one.
class health_series {
 public:
  static constexpr std::size_t capacity = 3'600;

  /// `most` rows are kept; above 1.
  explicit health_series(std::size_t most = capacity);

  /// Adds what was seen after the last row.
  void add(health_row row);

  /// All rows in order, with the one that is still growing.
  std::vector<health_row> rows() const;

 private:
  std::size_t most_;
  std::size_t per_row_ = 1;  // rows given that make one kept
  std::size_t in_open_ = 0;  // of these, in the last one
  std::vector<health_row> rows_;
};

/// The row that both make together; `later` follows `earlier`. Thread: any.
health_row joined(const health_row& earlier, const health_row& later);

}  // namespace veriload::aggregation
