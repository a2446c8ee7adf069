// Follows the health of the generator through a run. Flow: conductor -> [watch] -> run result.
#pragma once

#include "core/aggregation/health.hpp"
#include "core/base/clock.hpp"
#include "core/run/health_sampler.hpp"
#include "core/run/worker.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace veriload::run {

/// Reads machine and workers once per second, from outside: a loop that is held up cannot speak for
/// itself. Thread: the conductor's.
class health_watch {
 public:
  /// `workers` outlives this.
  explicit health_watch(const std::vector<std::unique_ptr<worker>>& workers) noexcept
      : workers_(workers) {}

  /// The run starts at `start`; call before there is a worker's thread.
  void begin(base::ns start);

  /// A second has passed.
  void look(base::ns now);

  /// By how much something that was due on a loop came late in the last second that was looked at.
  base::ns longest_wait() const noexcept { return longest_wait_; }

  /// All of it, up to `end`. `ended` says by index whose thread is back: the others still write.
  aggregation::health finish(base::ns end, const std::vector<bool>& ended);

 private:
  const std::vector<std::unique_ptr<worker>>& workers_;
  machine_reader machine_;
  std::optional<health_sampler> sampler_;
  base::ns longest_wait_ = 0;
};

}  // namespace veriload::run
