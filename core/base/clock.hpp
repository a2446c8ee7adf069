// Time as the product measures it: nanoseconds of CLOCK_MONOTONIC. Flow: used by every stage.
#pragma once

#include <cstdint>
#include <ctime>

namespace veriload::base {

/// Nanoseconds: an instant of CLOCK_MONOTONIC or a length of time.
using ns = std::int64_t;

inline constexpr ns nanosecond = 1;
inline constexpr ns microsecond = 1'000;
inline constexpr ns millisecond = 1'000'000;
inline constexpr ns second = 1'000'000'000;

/// An instant that never comes.
inline constexpr ns never = INT64_MAX;

/// The current instant. Thread: any. Costs about 20 ns (vDSO).
inline ns monotonic_now() noexcept {
  timespec t;
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return ns{t.tv_sec} * second + t.tv_nsec;
}

/// Nanoseconds since 1970-01-01 UTC, for stamps that people read; never for a duration. Thread:
/// any.
inline ns wall_now() noexcept {
  timespec t;
  ::clock_gettime(CLOCK_REALTIME, &t);
  return ns{t.tv_sec} * second + t.tv_nsec;
}

/// Seconds as a number, for reports.
inline constexpr double in_seconds(ns t) noexcept { return static_cast<double>(t) / 1e9; }

/// Milliseconds as a number, for reports.
inline constexpr double in_milliseconds(ns t) noexcept { return static_cast<double>(t) / 1e6; }

/// Nanoseconds from a number of seconds, rounded to the nearest.
inline constexpr ns from_seconds(double s) noexcept {
  return static_cast<ns>(s * 1e9 + (s < 0 ? -0.5 : 0.5));
}

}  // namespace veriload::base
