// Says which task holds up a worker's loop. Flow: workers -> [blocked workers] -> conductor.
#pragma once

#include "core/base/clock.hpp"
#include "core/run/worker.hpp"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace veriload::run {

/// Looks at the workers that have not ended, from outside: a loop that is blocked cannot speak for
/// itself. Thread: the conductor's.
class blocked_workers {
 public:
  /// Both outlive this; `ended` says by index which workers have.
  blocked_workers(const std::vector<std::unique_ptr<worker>>& workers,
                  const std::vector<bool>& ended) noexcept
      : workers_(workers), ended_(ended) {}

  /// A line for each part of the scenario that has blocked a loop for a second or more and was not
  /// told of before.
  std::vector<std::string> news(base::ns now);

  /// Who has not ended, and in which part of the scenario that is.
  std::string stuck() const;

 private:
  const std::vector<std::unique_ptr<worker>>& workers_;
  const std::vector<bool>& ended_;
  std::set<std::string> told_of_;
};

}  // namespace veriload::run
