// Days, as ISO dates and ages. Flow: [calendar] -> fields, validator.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas {

using day = std::chrono::sys_days;

/// "1988-03-21"; nothing when the text has another form or there is no such day.
std::optional<day> parse_day(std::string_view text);

void append_day(day when, std::string& out);

int year_of(day when);

/// Whole years from `birth` to `at`. Who was born on 29 February is a year older from 1 March on in
/// other years. Not negative: `birth` must not be after `at`.
int age_at(day birth, day at);

/// The earliest and the latest birthday of somebody who is `age` years old at `at`.
day latest_birth(int age, day at);
inline day earliest_birth(int age, day at) {
  return latest_birth(age + 1, at) + std::chrono::days(1);
}

}  // namespace veriload::personas
