// When something happened to a persona. Flow: persona -> [instants] -> records.
#pragma once

#include "core/personas/engine/person.hpp"

#include <cstdint>
#include <string>

namespace veriload::personas {

/// Seconds since 1970, UTC.
using instant = std::int64_t;

inline constexpr instant an_hour = 3600;
inline constexpr instant a_day = 24 * an_hour;

/// Both ends belong to it.
struct time_window {
  instant from;
  instant until;

  instant length() const { return until - from; }
};

/// The time in which records of a persona may lie: from the start of its job, but not before its
/// company was founded and at most three years back, to the end of the reference date. The
/// reference date alone when given values leave no time. Never shorter than a day less a second.
time_window window_of(person& whose, day reference);

/// "2025-11-03T14:05:09Z".
void append_instant(instant when, std::string& out);

}  // namespace veriload::personas
