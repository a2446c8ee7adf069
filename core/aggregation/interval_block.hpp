// What one worker measured in one second. Flow: recorder -> [interval block] -> snapshot.
#pragma once

#include "core/aggregation/histogram.hpp"

#include <cstdint>
#include <vector>

namespace veriload::aggregation {

/// The requests of one endpoint within an interval.
struct endpoint_interval {
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  histogram response;  ///< of successes and failures: an outage must show in the curve
};

/// Plain data of one interval; a request counts in the interval in which it was done.
struct interval_block {
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t users = 0;            ///< active at the end of the interval
  std::uint64_t warmup_requests = 0;  ///< done in it, counted nowhere else here
  std::vector<endpoint_interval>
      endpoints;  ///< by the id of the name; may be shorter than the names

  /// Forgets everything and keeps the memory.
  void clear() noexcept {
    bytes_out = 0;
    bytes_in = 0;
    users = 0;
    warmup_requests = 0;
    for (endpoint_interval& one : endpoints) {
      if (one.requests == 0) continue;
      one.requests = 0;
      one.failures = 0;
      one.response.clear();
    }
  }
};

}  // namespace veriload::aggregation
