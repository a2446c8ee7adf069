// How many users may be started by a moment: the spawn rate, exact at any tick. Flow: plan ->
// [scheduler] -> user.
#pragma once

#include "core/base/clock.hpp"

#include <cstdint>

namespace veriload::scheduler {

/// One worker's part of the run's spawn rate.
///
/// The run has start slots 0, 1, 2, ...; by the end of a tick floor(rate * time) of them exist,
/// computed from the run's beginning, so rounding never adds up. Slot k belongs to worker k modulo
/// `workers`. What is not used is kept for at most one second (or one tick, if that is longer), so
/// a plan that waited does not start everybody at once later.
///
/// Thread: owned by one worker.
class spawn_budget {
 public:
  /// `per_second` above 0; `tick` is the time between two looks, above 0.
  spawn_budget(double per_second, base::ns tick, std::uint32_t worker, std::uint32_t workers);

  /// Grants the slots of all ticks that begin at or before `elapsed`. The first tick begins at 0.
  void advance_to(base::ns elapsed) noexcept;

  /// Takes up to `wanted` of the granted slots and says how many.
  std::uint64_t take(std::uint64_t wanted) noexcept;

 private:
  std::uint64_t slots_by(base::ns elapsed) const noexcept;

  std::uint64_t micro_rate_;  // users per second, times a million
  base::ns tick_;
  std::uint32_t worker_;
  std::uint32_t workers_;
  std::uint64_t limit_;        // the most that is kept
  std::uint64_t granted_ = 0;  // slots of the whole run seen so far
  std::uint64_t kept_ = 0;
};

}  // namespace veriload::scheduler
