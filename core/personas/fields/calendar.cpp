#include "core/personas/fields/calendar.hpp"

#include "core/personas/fields/digits.hpp"

#include <charconv>

namespace veriload::personas {

using std::chrono::year_month_day;

std::optional<day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int number[3] = {};
  const std::string_view parts[3] = {text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)};
  for (int i = 0; i < 3; ++i) {
    const char* const end = parts[i].data() + parts[i].size();
    const auto [stop, error] = std::from_chars(parts[i].data(), end, number[i]);
    if (error != std::errc() || stop != end || number[i] < 0) return std::nullopt;
  }
  const year_month_day date{std::chrono::year(number[0]),
                            std::chrono::month(static_cast<unsigned>(number[1])),
                            std::chrono::day(static_cast<unsigned>(number[2]))};
  if (!date.ok()) return std::nullopt;
  return day(date);
}

void append_day(day when, std::string& out) {
  const year_month_day date{when};
  append_number(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, out);
  out += '-';
  append_number(static_cast<unsigned>(date.month()), 2, out);
  out += '-';
  append_number(static_cast<unsigned>(date.day()), 2, out);
}

int year_of(day when) { return static_cast<int>(year_month_day{when}.year()); }

int age_at(day birth, day at) {
  const year_month_day from{birth}, to{at};
  const int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
  const bool before_birthday =
      to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
  return years - (before_birthday ? 1 : 0);
}

day latest_birth(int age, day at) {
  const year_month_day date{at};
  const year_month_day back{date.year() - std::chrono::years(age), date.month(), date.day()};
  // 29 February of a year that has none: who was born on the day before is already that old.
  return back.ok() ? day(back) : day(back.year() / back.month() / std::chrono::last);
}

}  // namespace veriload::personas
