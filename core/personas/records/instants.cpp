#include "core/personas/records/instants.hpp"

#include "core/personas/fields/calendar.hpp"
#include "core/personas/fields/digits.hpp"

#include <algorithm>
#include <charconv>

namespace veriload::personas {
namespace {

constexpr instant three_years = 3 * 365 * a_day;

instant start_of(day which) { return which.time_since_epoch().count() * a_day; }

// Year fields are told as texts, so that a given value counts.
int year_in(person& whose, field which) {
  const std::string text = whose.text(which);
  int year = 0;
  std::from_chars(text.data(), text.data() + text.size(), year);
  return year;
}

}  // namespace

time_window window_of(person& whose, day reference) {
  const int year =
      std::max(year_in(whose, field::job_start_year), year_in(whose, field::company_founded_year));
  const instant today = start_of(reference);
  const instant until = today + a_day - 1;
  const instant first = start_of(day(std::chrono::year(year) / std::chrono::January / 1));
  return {std::min(std::max(first, until - three_years), today), until};
}

void append_instant(instant when, std::string& out) {
  const auto seconds = static_cast<std::uint64_t>(when);
  append_day(day(std::chrono::days(when / a_day)), out);
  out += 'T';
  append_number(seconds / 3600 % 24, 2, out);
  out += ':';
  append_number(seconds / 60 % 60, 2, out);
  out += ':';
  append_number(seconds % 60, 2, out);
  out += 'Z';
}

}  // namespace veriload::personas
