#include "core/config/plain_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace veriload::config {
namespace {

using base::node;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end]))
    ++end;
  return end - from;
}

std::optional<std::int64_t> whole_integer(std::string_view digits, bool negative, int radix) {
  const std::string text = (negative ? "-" : "") + std::string(digits);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, radix);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// [-+]? ( '.' digits | digits ( '.' digits? )? ) ( [eE] [-+]? digits )?
bool spells_decimal(std::string_view text, bool& whole) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t before = digits_at(text, at);
  at += before;
  std::size_t after = 0;
  whole = true;
  if (at < text.size() && text[at] == '.') {
    whole = false;
    after = digits_at(text, ++at);
    at += after;
  }
  if (before + after == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    whole = false;
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = digits_at(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

double read_double(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  // Out of range: too large is infinite, too small is nothing; from_chars tells neither apart.
  if (result.ec == std::errc::result_out_of_range) {
    const std::size_t e = text.find_first_of("eE");
    const bool tiny = e != std::string_view::npos && text.substr(e + 1).starts_with('-');
    return tiny ? 0.0 : std::numeric_limits<double>::infinity();
  }
  return value;
}

std::optional<node> read_special(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view body = text.substr(negative || text.starts_with('+') ? 1 : 0);
  if (body == ".inf" || body == ".Inf" || body == ".INF") {
    const double infinite = std::numeric_limits<double>::infinity();
    return node::number(negative ? -infinite : infinite);
  }
  if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    return node::number(std::numeric_limits<double>::quiet_NaN());
  }
  return std::nullopt;
}

std::optional<node> spelled_number(std::string_view text) {
  if (text.starts_with("0o") || text.starts_with("0x")) {
    const auto value = whole_integer(text.substr(2), false, text[1] == 'o' ? 8 : 16);
    if (value && *value >= 0 && text[2] != '-') return node::integer(*value);
    return std::nullopt;
  }
  bool whole = false;
  if (!spells_decimal(text, whole)) return read_special(text);
  if (whole) {
    const bool sign = text[0] == '-' || text[0] == '+';
    if (const auto value = whole_integer(text.substr(sign ? 1 : 0), text[0] == '-', 10)) {
      return node::integer(*value);
    }
  }
  return node::number(read_double(text));
}

}  // namespace

node resolve_plain(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return node();
  if (text == "true" || text == "True" || text == "TRUE") return node::boolean(true);
  if (text == "false" || text == "False" || text == "FALSE") return node::boolean(false);
  if (auto number = spelled_number(text)) return std::move(*number);
  return node::string(std::string(text));
}

std::optional<node> read_number(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return std::nullopt;
  return spelled_number(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

std::optional<bool> read_boolean(std::string_view text) {
  static constexpr std::array<std::string_view, 6> yes{"true", "yes", "on", "t", "y", "1"};
  static constexpr std::array<std::string_view, 6> no{"false", "no", "off", "f", "n", "0"};
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (std::ranges::find(yes, lower) != yes.end()) return true;
  if (std::ranges::find(no, lower) != no.end()) return false;
  return std::nullopt;
}

}  // namespace veriload::config
