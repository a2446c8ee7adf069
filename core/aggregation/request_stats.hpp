// What is kept of the requests of one group. Flow: sample -> [request stats] -> run result.
#pragma once

#include "core/aggregation/histogram.hpp"
#include "core/base/clock.hpp"

#include <cstdint>

namespace veriload::aggregation {

/// Lengths of one phase of new connections.
struct phase_times {
  std::uint64_t count = 0;
  base::ns sum = 0;
  base::ns max = 0;

  void record(base::ns length) noexcept {
    ++count;
    sum += length;
    max = std::max(max, length);
  }
  void merge(const phase_times& other) noexcept {
    count += other.count;
    sum += other.sum;
    max = std::max(max, other.max);
  }
};

/// The requests of one endpoint, one segment or the whole run. Plain data.
///
/// Latencies of failures stand apart from those of successes, because a fast refusal must not
/// improve a percentile. A segment keeps `response` and `failed_response` only.
///
/// Memory: 1.3 KB, plus 8 KB for each range of values that each histogram has seen; an endpoint
/// with latencies from 1 to 20 ms holds 148 KB.
struct request_stats {
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t opened = 0;  ///< requests that went over a new connection
  std::uint64_t reused = 0;  ///< requests that went over one that was open before
  phase_times dns;
  phase_times connect;
  phase_times tls;
  histogram response;         ///< done - planned, of successes
  histogram failed_response;  ///< done - planned, of failures
  histogram service;          ///< done - sent, of successes
  histogram first_byte;       ///< first_byte - sent, of successes whose protocol tells it
  histogram lag;              ///< how late the generator was, of all that were sent

  /// Adds all of `other`, without loss.
  void merge(const request_stats& other);

  /// failures / requests; 0 when there were none.
  double error_rate() const noexcept {
    return requests == 0 ? 0.0 : static_cast<double>(failures) / static_cast<double>(requests);
  }

  /// Response times of successes and failures together.
  histogram all_responses() const;
};

/// The figures of a histogram that reports show. All 0 when `count` is 0.
struct latency_summary {
  std::uint64_t count = 0;
  std::uint64_t out_of_range = 0;  ///< above one hour
  base::ns min = 0;
  base::ns p50 = 0;
  base::ns p90 = 0;
  base::ns p95 = 0;
  base::ns p99 = 0;
  base::ns max = 0;
  double mean = 0.0;  ///< in nanoseconds
};

/// Thread: the owner of `values`.
latency_summary summary_of(const histogram& values) noexcept;

}  // namespace veriload::aggregation
