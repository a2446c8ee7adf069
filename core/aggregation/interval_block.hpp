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
  histogram response;         ///< done - planned, of successes
  histogram failed_response;  ///< done - planned, of failures
  histogram service;          ///< done - sent, of successes
  histogram lag;              ///< how late the generator was, of all that were sent

  /// Adds all of `other`, without loss.
  void merge(const endpoint_interval& other) {
    requests += other.requests;
    failures += other.failures;
    response.merge(other.response);
    failed_response.merge(other.failed_response);
    service.merge(other.service);
    lag.merge(other.lag);
  }

  /// Forgets everything and keeps the memory.
  void clear() noexcept {
    if (requests == 0) return;
    requests = 0;
    failures = 0;
    response.clear();
    failed_response.clear();
    service.clear();
    lag.clear();
  }
};

/// Plain data of one interval; a request counts in the interval in which it was done.
struct interval_block {
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t users = 0;  ///< active at the end of the interval
  std::vector<endpoint_interval>
      endpoints;  ///< by the id of the name; may be shorter than the names

  /// Forgets everything and keeps the memory.
  void clear() noexcept {
    bytes_out = 0;
    bytes_in = 0;
    users = 0;
    for (endpoint_interval& one : endpoints)
      one.clear();
  }
};

}  // namespace veriload::aggregation
