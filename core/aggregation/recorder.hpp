// All that one worker measures. Flow: user, protocol -> [recorder] -> run result, snapshot.
#pragma once

#include "core/aggregation/causes.hpp"
#include "core/aggregation/interval_block.hpp"
#include "core/aggregation/request_stats.hpp"
#include "core/aggregation/sample.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace veriload::aggregation {

struct check_counts {
  std::uint64_t passes = 0;
  std::uint64_t fails = 0;
};

struct user_counts {
  std::uint64_t started = 0;
  std::uint64_t finished = 0;  ///< ended for any reason
  std::uint64_t failed = 0;    ///< could not be made, or failed in on_start
  std::uint64_t peak = 0;      ///< most at one time; of several workers the sum of their peaks

  std::uint64_t active() const noexcept { return started - finished; }
};

/// Folds the samples of one worker into constant memory; nothing is kept per sample.
///
/// The whole run is not recorded apart: it is the exact sum of the endpoints, taken when asked for.
///
/// Thread: the worker's loop. After the loop has ended, whoever merges. Ids (endpoint, segment,
/// check, counter) come from the run's name tables, so they are small and bounded.
///
/// Memory, measured: 320 bytes at the start. An endpoint with latencies from 1 to 20 ms costs 332
/// KB (150 for the run, 182 for the two intervals), a segment 41 KB. `record` takes about 35 ns,
/// and allocates only when an endpoint, a segment, a cause or a range of latency is new.
class recorder {
 public:
  recorder() = default;
  recorder(const recorder&) = delete;
  recorder& operator=(const recorder&) = delete;

  /// From now on, until `end_warmup`, everything counts in `warmup()`, and after it the requests
  /// that were planned before the instant `until`. Only users and seconds are of the whole run.
  /// Once, before anything is recorded.
  void begin_warmup(base::ns until) {
    measured_from_ = until;
    warmup_ = std::make_unique<recorder>();
    counted_ = warmup_.get();
  }
  void end_warmup() noexcept { counted_ = this; }

  /// What belongs to the warm-up; nullptr without one.
  const recorder* warmup() const noexcept { return warmup_.get(); }

  /// Folds one finished request. Instants out of order (a plugin's mistake) are moved to the
  /// nearest possible order and counted in `disordered`.
  void record(const sample& one);

  void user_started() noexcept {
    ++users_.started;
    users_.peak = std::max(users_.peak, users_.active());
  }
  void user_finished() noexcept { ++users_.finished; }
  void user_failed() noexcept { ++users_.failed; }
  void iteration_done() noexcept { ++counted_->iterations_; }

  /// Counts a failure of a task or hook that was not a failed request.
  void task_failed(std::string_view where, std::string_view message) {
    counted_->task_failures_.add(where, message);
  }

  /// Counts a named check of the scenario.
  void check(std::uint32_t name, bool passed) {
    auto& checks = counted_->checks_;
    if (name >= checks.size()) [[unlikely]]
      checks.resize(std::size_t{name} + 1);
    ++(passed ? checks[name].passes : checks[name].fails);
  }

  /// Adds to a custom counter.
  void add(std::uint32_t counter, double amount);

  /// Ends the current interval and gives it out. The block may be read on another thread until the
  /// next call of this function, which takes it back. Two blocks take turns, nothing is copied.
  const interval_block& take_interval() noexcept;

  /// Figures by the id of the name; nullptr where no request was recorded.
  const std::vector<std::unique_ptr<request_stats>>& endpoints() const { return endpoints_; }
  const std::vector<std::unique_ptr<request_stats>>& segments() const { return segments_; }

  /// The sum of all endpoints.
  request_stats total() const;

  const error_causes& errors() const noexcept { return errors_; }
  const task_causes& task_failures() const noexcept { return task_failures_; }
  const std::vector<check_counts>& checks() const noexcept { return checks_; }  ///< by id
  const std::vector<double>& counters() const noexcept { return counters_; }    ///< by id
  const user_counts& users() const noexcept { return users_; }
  std::uint64_t iterations() const noexcept { return iterations_; }
  std::uint64_t disordered() const noexcept { return disordered_; }

 private:
  std::vector<std::unique_ptr<request_stats>> endpoints_;
  std::vector<std::unique_ptr<request_stats>> segments_;
  std::array<interval_block, 2> intervals_;
  std::size_t current_ = 0;  // of intervals_; the other one is given out
  struct byte_counts {
    std::uint64_t out = 0;
    std::uint64_t in = 0;
  };
  byte_counts told_;  // of all endpoints, in the intervals given out so far
  error_causes errors_;
  task_causes task_failures_;
  std::vector<check_counts> checks_;
  std::vector<double> counters_;
  user_counts users_;
  std::uint64_t iterations_ = 0;
  std::uint64_t disordered_ = 0;
  base::ns measured_from_ = 0;  // an instant; what was planned before it is of the warm-up
  std::unique_ptr<recorder> warmup_;
  recorder* counted_ = this;  // who counts what has no instant of its own: this or warmup_
};

}  // namespace veriload::aggregation
