// Deadlines of one loop in two rings of 4,096 slots, one millisecond fine. Flow: user, stream ->
// [loop].
#pragma once

#include "core/base/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace veriload::loop {

using base::ns;

/// One deadline, embedded in what waits for it; 32 bytes. The owner disarms it before it goes away.
struct timer {
  explicit timer(void (*on_fire)(timer&) noexcept) noexcept : fire(on_fire) {}
  timer(const timer&) = delete;
  timer& operator=(const timer&) = delete;

  bool armed() const noexcept { return link != nullptr; }

  timer* next = nullptr;
  timer** link = nullptr;  ///< what points to this timer; null while it is not armed
  std::int64_t tick = 0;   ///< the millisecond it fires at
  void (*fire)(timer&) noexcept;
};

/// A hierarchical timing wheel (Varghese and Lauck 1987). Arm, move and disarm are O(1) and never
/// allocate.
///
/// The inner ring holds the next 4,096 ms, one slot each; the outer ring 4,096 spans of 4,096 ms,
/// which are dealt to the inner one when their time comes. A timer beyond both (4.6 hours) waits in
/// the last span and is dealt again. A timer never fires early and, when `advance` is called at
/// `next_deadline()`, at most one millisecond late. The order within one millisecond is not
/// defined.
///
/// Pure: it reads no clock. Thread: one.
class timing_wheel {
 public:
  /// Nothing before `now` can fire any more.
  explicit timing_wheel(ns now) noexcept;
  timing_wheel(const timing_wheel&) = delete;
  timing_wheel& operator=(const timing_wheel&) = delete;

  /// Arms `t`, or moves it when it is armed. An instant in the past is due at the next millisecond.
  void arm(timer& t, ns deadline) noexcept;

  /// Takes `t` out; nothing happens when it is not armed.
  void disarm(timer& t) noexcept;

  /// Fires every timer that is due at `now`, disarmed first, and returns how many. A timer's `fire`
  /// may arm and disarm any timer; one that it arms does not fire before the next `advance`. An
  /// earlier `now` than the last one does nothing.
  std::size_t advance(ns now) noexcept;

  /// When `advance` has to be called next: never after the earliest deadline rounded up to a
  /// millisecond, and before it only to deal a span. `base::never` while nothing is armed.
  ns next_deadline() const noexcept;

  /// Takes out any one armed timer without firing it, or returns null: how a loop ends.
  timer* take_any() noexcept;

  std::size_t armed() const noexcept { return armed_; }

 private:
  static constexpr std::int64_t slots = 4096;
  static constexpr int slot_bits = 12;

  /// Which slots of a ring are in use; the first used one after a place is two bit scans away.
  struct occupancy {
    std::uint64_t groups = 0;
    std::array<std::uint64_t, 64> words{};

    void set(std::size_t slot) noexcept;
    void clear(std::size_t slot) noexcept;
    /// Steps (1 to 4095) from `slot` to the next used one around the ring, or 0 when there is none.
    std::int64_t steps_after(std::size_t slot) const noexcept;
  };

  void put(timer& t, std::int64_t due) noexcept;
  void take(timer& t) noexcept;
  void deal_span() noexcept;
  std::size_t fire_slot() noexcept;
  std::int64_t next_tick() const noexcept;

  std::int64_t current_;  // the last tick that was dealt with
  std::int64_t horizon_;  // nothing new is put at or before this tick
  std::size_t armed_ = 0;
  timer* firing_ = nullptr;  // the slot being fired, detached so that neighbours can be disarmed
  std::array<occupancy, 2> used_{};
  std::array<timer*, 2 * slots> heads_{};  // the inner ring, then the outer one
};

}  // namespace veriload::loop
