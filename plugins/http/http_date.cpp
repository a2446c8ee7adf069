#include "plugins/http/http_date.hpp"

#include "plugins/http/character_class.hpp"

namespace veriload::http_plugin {
namespace {

// RFC 6265bis 5.1.1; a letter, a digit, ':' and bytes of other alphabets belong to a word.
constexpr bool is_delimiter(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u == 0x09 || (u >= 0x20 && u <= 0x2f) || (u >= 0x3b && u <= 0x40) ||
         (u >= 0x5b && u <= 0x60) || (u >= 0x7b && u <= 0x7e);
}

// Takes `least` to `most` digits from the front; a further digit makes it fail.
bool take_number(std::string_view& word, std::size_t least, std::size_t most, int& out) {
  std::size_t n = 0;
  int value = 0;
  while (n < word.size() && is_digit(word[n]) && n <= most)
    value = value * 10 + (word[n++] - '0');
  if (n < least || n > most) return false;
  word.remove_prefix(n);
  out = value;
  return true;
}

// What follows the digits of a word counts for nothing.
bool is_number(std::string_view word, std::size_t least, std::size_t most, int& out) {
  return take_number(word, least, most, out);
}

struct clock_time {
  int hour = -1, minute = 0, second = 0;
};

bool is_clock_time(std::string_view word, clock_time& out) {
  clock_time t;
  const auto colon = [&word] {
    if (word.empty() || word.front() != ':') return false;
    word.remove_prefix(1);
    return true;
  };
  if (!take_number(word, 1, 2, t.hour) || !colon() || !take_number(word, 1, 2, t.minute) ||
      !colon() || !take_number(word, 1, 2, t.second)) {
    return false;
  }
  out = t;
  return true;
}

int month_of(std::string_view word) {
  constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (word.size() < 3) return 0;
  for (std::size_t m = 0; m < 12; ++m) {
    if (same_name(word.substr(0, 3), names.substr(m * 3, 3))) return static_cast<int>(m) + 1;
  }
  return 0;
}

constexpr bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int days_in(int month, int year) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

// Days from 1970-01-01 in the Gregorian calendar; years start in March so that a leap day is last.
constexpr std::int64_t days_since_1970(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int month_from_march = (month + 9) % 12;
  const int day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
  return 365ll * y + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}
static_assert(days_since_1970(1970, 1, 1) == 0 && days_since_1970(2000, 3, 1) == 11017);

}  // namespace

std::optional<wall_seconds> parse_date(std::string_view text) noexcept {
  if (text.size() > 128) return std::nullopt;
  clock_time time;
  int day = -1, month = 0, year = -1;
  for (std::size_t at = 0; at < text.size();) {
    if (is_delimiter(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_delimiter(text[end]))
      ++end;
    const std::string_view word = text.substr(at, end - at);
    at = end;
    if (time.hour < 0 && is_clock_time(word, time)) continue;
    if (day < 0 && is_number(word, 1, 2, day)) continue;
    if (month == 0 && (month = month_of(word)) != 0) continue;
    if (year < 0) is_number(word, 2, 4, year);
  }
  if (time.hour < 0 || day < 0 || month == 0 || year < 0) return std::nullopt;
  if (year >= 70 && year <= 99) year += 1900;
  if (year <= 69) year += 2000;
  if (year < 1601 || day < 1 || day > days_in(month, year)) return std::nullopt;
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return std::nullopt;
  return days_since_1970(year, month, day) * 86400 + time.hour * 3600 + time.minute * 60 +
         time.second;
}

}  // namespace veriload::http_plugin
