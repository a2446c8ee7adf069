// Makes a row of each second of how the generator fares. Flow: kernel, worker probes -> [sampler]
// -> run result.
#pragma once

#include "core/aggregation/health_series.hpp"
#include "core/run/machine_reading.hpp"
#include "core/run/worker_probe.hpp"

#include <optional>
#include <vector>

namespace veriload::run {

/// What a worker's probe says, with the thread's own figures when it has begun.
struct worker_reading {
  std::optional<thread_usage> usage;
  worker_probe::seen seen;
};

/// Rows are the differences of readings. Reads nothing itself. Thread: one.
class health_sampler {
 public:
  /// The start of the run, from which rows tell their times, and the first reading. Threads that
  /// are not there yet have used nothing.
  health_sampler(base::ns start, std::size_t workers, const machine_reading& now);

  /// Adds the row from the last reading to `now`. Less than a quarter of a second is left to the
  /// next one: shares of so little say nothing.
  void add(base::ns now, const machine_reading& machine,
           const std::vector<worker_reading>& workers);

  std::vector<aggregation::health_row> rows() const { return series_.rows(); }

 private:
  base::ns start_;
  base::ns last_;
  machine_reading machine_;
  std::vector<thread_usage> usages_;
  std::vector<worker_probe::seen> pending_;  // seen since the last row
  aggregation::health_series series_;
};

}  // namespace veriload::run
