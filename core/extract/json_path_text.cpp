#include "core/extract/json_path_text.hpp"

#include "core/extract/utf8.hpp"

#include <charconv>

namespace veriload::extract {
namespace {

constexpr std::int64_t largest_index = (std::int64_t{1} << 53) - 1;  // I-JSON

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string json_path_text::why() const {
  return "JSONPath, byte " + std::to_string(wrong_at_) + ": " + wrong_;
}

bool json_path_text::fail(std::string_view what) {
  if (wrong_.empty()) {
    wrong_ = what;
    wrong_at_ = at_;
  }
  return false;
}

void json_path_text::skip_spaces() {
  while (at_ < text_.size() &&
         std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos)
    ++at_;
}

bool json_path_text::read_integer(std::int64_t& out) {
  const std::size_t start = at_;
  take('-');
  while (is_digit(peek()))
    ++at_;
  const std::string_view digits = text_.substr(start, at_ - start);
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  const std::string_view plain = digits.substr(digits.starts_with('-'));
  const bool odd = plain.empty() || (plain.front() == '0' && digits != "0");
  if (odd || result.ec != std::errc() || out > largest_index || out < -largest_index) {
    at_ = start;
    return fail("expected a whole number without leading zeros, up to 9007199254740991");
  }
  return true;
}

// Four digits of an escape; false when they are none.
bool json_path_text::read_hex4(std::uint32_t& out) {
  out = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = peek();
    const char l = static_cast<char>(c | 0x20);
    const int digit = is_digit(c) ? c - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
    if (digit < 0) return fail("expected four hexadecimal digits");
    out = out * 16 + static_cast<std::uint32_t>(digit);
  }
  return true;
}

bool json_path_text::read_escape(char quote, std::string& out) {
  const char c = peek();
  ++at_;
  if (c == quote || c == '/' || c == '\\') {
    out += c;
    return true;
  }
  constexpr std::string_view from = "bfnrt", to = "\b\f\n\r\t";
  if (const std::size_t known = from.find(c); c != '\0' && known != std::string_view::npos) {
    out += to[known];
    return true;
  }
  if (c != 'u') return --at_, fail("unknown escape");
  std::uint32_t code = 0, low = 0;
  if (!read_hex4(code)) return false;
  if (code >= 0xd800 && code < 0xdc00) {
    if (!take("\\u") || !read_hex4(low) || low < 0xdc00 || low >= 0xe000) {
      return fail("expected the second half of a surrogate pair");
    }
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code < 0xe000) {
    return fail("half of a surrogate pair");
  }
  append_utf8(out, code);
  return true;
}

bool json_path_text::read_string(std::string& out) {
  const char quote = text_[at_++];
  while (at_ < text_.size() && text_[at_] != quote) {
    if (static_cast<unsigned char>(text_[at_]) < 0x20) {
      return fail("a control character in quotes");
    }
    if (text_[at_] != '\\') {
      out += text_[at_++];
      continue;
    }
    ++at_;
    if (!read_escape(quote, out)) return false;
  }
  return take(quote) || fail("the quoted text does not end");
}

bool json_path_text::read_number(double& out) {
  const std::size_t start = at_;
  const auto digits = [this] {
    const std::size_t before = at_;
    while (is_digit(peek()))
      ++at_;
    return at_ != before;
  };
  take('-');
  bool good = take('0') || digits();
  if (take('.')) good = digits() && good;
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    good = digits() && good;
  }
  if (!good || is_digit(peek())) return at_ = start, fail("expected a number as JSON writes it");
  const std::string_view text = text_.substr(start, at_ - start);
  const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
  return result.ec == std::errc() || (at_ = start, fail("the number is out of range"));
}

}  // namespace veriload::extract
