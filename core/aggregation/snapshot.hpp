// One second of the whole run. Flow: interval blocks -> [snapshot] -> series, reporters.
#pragma once

#include "core/aggregation/histogram.hpp"
#include "core/base/clock.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace veriload::aggregation {

struct interval_block;
class name_table;

/// One endpoint within the window.
struct snapshot_row {
  std::string_view name;  ///< of the name table
  std::uint64_t requests;
  std::uint64_t failures;
  double rate;   ///< requests per second
  base::ns p50;  ///< response time, of successes and failures
  base::ns p95;
  base::ns p99;
  base::ns max;
};

/// Plain data of one window.
struct snapshot {
  base::ns from = 0;  ///< since the start of the run
  base::ns to = 0;
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t users = 0;            ///< active at the end of the window
  std::uint64_t warmup_requests = 0;  ///< of the warm-up, counted nowhere else here
  histogram response;                 ///< of all endpoints, successes and failures
  std::vector<snapshot_row>
      rows;  ///< endpoints with at least one request, in the order of their ids
};

/// Merges the blocks of one window, one per worker. `to` must be above `from`.
/// Thread: any that may read the blocks.
snapshot merge_intervals(std::span<const interval_block* const> workers,
                         const name_table& endpoints, base::ns from, base::ns to);

}  // namespace veriload::aggregation
