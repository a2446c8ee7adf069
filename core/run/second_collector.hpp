// Puts the workers' seconds together. Flow: workers -> [collector] -> series, live view.
#pragma once

#include "core/aggregation/interval_block.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace veriload::run {

/// A second that every worker has closed, or that is given up waiting for.
struct collected_second {
  std::uint64_t second;  ///< 0-based, since the start of the run
  aggregation::interval_block merged;
};

/// Workers add what they measured; the conductor takes whole seconds, in order. A worker that lags
/// by more than three seconds is not waited for: what it adds later counts in the earliest second
/// that is still open.
///
/// Thread: any; one mutex, touched once per worker and second.
class second_collector {
 public:
  explicit second_collector(std::uint32_t workers) : closed_up_to_(workers, 0), sums_(workers) {}

  /// Takes what `worker` (below the number of workers) measured in `second`. Each worker adds its
  /// seconds in order.
  void add(std::uint32_t worker, std::uint64_t second, const aggregation::interval_block& measured);

  /// Everything that `worker` has added, with the users of its last second.
  aggregation::interval_block all_of(std::uint32_t worker) const;

  /// A worker that will add nothing more.
  void worker_ended(std::uint32_t worker);

  /// The next second that is complete, or, with `all`, whatever is left.
  std::optional<collected_second> take(bool all);

 private:
  mutable std::mutex mutex_;
  std::deque<aggregation::interval_block> open_;  // of seconds first_, first_ + 1, ...
  std::uint64_t first_ = 0;
  std::vector<std::uint64_t>
      closed_up_to_;  // by worker: seconds below this will not change through it
  std::vector<aggregation::interval_block>
      sums_;  // by worker; all that is left of one that does not come back
};

}  // namespace veriload::run
