// How many users a closed plan wants at each moment. Flow: plan -> [scheduler] -> user.
#pragma once

#include "core/base/clock.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::scheduler {

/// A point of the plan: from `at` on, the wanted users move in a straight line to the next knot.
struct knot {
  base::ns at;          ///< since the start of the run
  std::uint64_t users;  ///< wanted at that moment; whole users are started
};

/// One level of a step profile.
struct level {
  std::uint64_t users;
  base::ns hold;
};

/// One line of a profile of lines.
struct level_line {
  std::uint64_t users;  ///< at its end
  base::ns length;
};

/// The wanted number of concurrent users as an exact function of elapsed time, in integers only.
///
/// A profile holds no clock and no progress, so a late look sees the same plan as a punctual one
/// and the workers that share a plan cannot drift apart. Two knots at one instant make a jump.
///
/// Thread: immutable after construction, read from any thread.
class load_profile {
 public:
  /// Holds `users` from the first instant to `duration`. All durations must be above 0.
  static load_profile soak(std::uint64_t users, base::ns duration);

  /// Grows in a straight line from nobody to `users`, reached exactly at `duration`, and holds them
  /// for `hold` more, so that the target is seen whatever the tick is.
  static load_profile ramp(std::uint64_t users, base::ns duration, base::ns hold);

  /// Wants everybody at once, for `hold`. The shape is a soak; the name says what it is for.
  static load_profile spike(std::uint64_t users, base::ns hold) { return soak(users, hold); }

  /// Holds each level for its time, one after the other. `levels` must not be empty.
  static load_profile steps(std::span<const level> levels);

  /// Moves in a straight line from level to level, the first from nobody; a level without time is a
  /// jump. A last line that rises is held for `hold` more, so that its end is seen. The times sum
  /// up to more than 0.
  static load_profile lines(std::span<const level_line> levels, base::ns hold);

  /// Users wanted at `elapsed`, rounded down; nobody before the start and from the end on.
  std::uint64_t users_at(base::ns elapsed) const noexcept;

  /// When the plan ends and every user is asked to stop.
  base::ns duration() const noexcept { return knots_.back().at; }

  /// The highest level that the plan ever wants.
  std::uint64_t peak() const noexcept;

  /// The first knot after `elapsed`: a moment to look again even when no tick falls on it;
  /// base::never when there is none.
  base::ns next_knot(base::ns elapsed) const noexcept;

 private:
  explicit load_profile(std::vector<knot> knots);

  std::vector<knot> knots_;  // ordered by time, at least two, the first at zero
};

/// The part of `wanted` users that worker `worker` of `workers` runs: every user whose position
/// modulo `workers` is its own. The parts are disjoint, add up, and differ by one at most.
constexpr std::uint64_t share_of(std::uint64_t wanted, std::uint32_t worker,
                                 std::uint32_t workers) noexcept {
  return wanted > worker ? (wanted - worker - 1) / workers + 1 : 0;
}

}  // namespace veriload::scheduler
