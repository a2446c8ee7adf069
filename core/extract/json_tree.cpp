#include "core/extract/json_tree.hpp"

#include "core/extract/utf8.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace veriload::extract {
namespace {

constexpr std::size_t deepest = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_of(char c) {
  if (is_digit(c)) return c - '0';
  const char l = static_cast<char>(c | 0x20);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// Four digits that were checked.
std::uint32_t hex4(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 4))
    value = value * 16 + static_cast<std::uint32_t>(hex_of(c));
  return value;
}

}  // namespace

void append_unescaped(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    if (c != 'u') {
      constexpr std::string_view from = "bfnrt", to = "\b\f\n\r\t";
      const std::size_t known = from.find(c);
      out += known == std::string_view::npos ? c : to[known];
      continue;
    }
    std::uint32_t code = hex4(text.substr(i + 1));
    i += 4;
    if (code >= 0xd800 && code < 0xdc00 && text.substr(i + 1).starts_with("\\u")) {
      const std::uint32_t low = hex4(text.substr(i + 3));
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        i += 6;
      }
    }
    append_utf8(out, code);
  }
}

std::string_view json_tree::characters(const node& of, std::string& scratch) const {
  const std::string_view inside = text_.substr(of.at + 1, of.bytes - 2);
  if (!of.escaped) return inside;
  scratch.clear();
  append_unescaped(scratch, inside);
  return scratch;
}

std::string_view json_tree::key(const node& of, std::string& scratch) const {
  const std::string_view inside = text_.substr(of.key_at, of.key_bytes);
  if (!of.escaped_key) return inside;
  scratch.clear();
  append_unescaped(scratch, inside);
  return scratch;
}

double json_tree::number(const node& of) const noexcept {
  const std::string_view digits = text(of);
  double value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc::result_out_of_range) return value;
  // Too large or too small for a double; the exponent says which.
  const bool tiny =
      digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos;
  const double size = tiny ? 0 : std::numeric_limits<double>::infinity();
  return digits.front() == '-' ? -size : size;
}

bool json_tree::fail(std::string_view what, std::string& why) {
  failure_ = what;
  why = "no JSON: byte " + std::to_string(at_) + ": ";
  why += what;
  if (at_ < text_.size() && text_[at_] > 0x20 && text_[at_] < 0x7f) {
    why += ", found '";
    why += text_[at_];
    why += "'";
  } else if (at_ == text_.size()) {
    why += ", found the end";
  }
  return false;
}

void json_tree::skip_spaces() noexcept {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
    ++at_;
  }
}

bool json_tree::take_string(bool& escaped, std::string& why) {
  escaped = false;
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      return true;
    }
    if (static_cast<unsigned char>(c) < 0x20) return fail("a control character in a string", why);
    if (c != '\\') continue;
    escaped = true;
    const char next = ++at_ < text_.size() ? text_[at_] : '\0';
    if (next == 'u') {
      for (int i = 0; i < 4; ++i) {
        if (++at_ >= text_.size() || hex_of(text_[at_]) < 0) {
          return fail("expected four hexadecimal digits", why);
        }
      }
    } else if (next == '\0' ||
               std::string_view("\"\\/bfnrt").find(next) == std::string_view::npos) {
      return fail("unknown escape in a string", why);
    }
  }
  return fail("the string does not end", why);
}

bool json_tree::take_number(std::string& why) {
  const auto digits = [this] {
    const std::size_t before = at_;
    while (at_ < text_.size() && is_digit(text_[at_]))
      ++at_;
    return at_ != before;
  };
  const auto peek = [this] { return at_ < text_.size() ? text_[at_] : '\0'; };
  if (peek() == '-') ++at_;
  if (peek() == '0') {
    ++at_;
  } else if (!digits()) {
    return fail("expected a value", why);
  }
  if (peek() == '.') {
    ++at_;
    if (!digits()) return fail("expected a digit", why);
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!digits()) return fail("expected a digit", why);
  }
  return true;
}

bool json_tree::take_word(std::string_view word, kind type, std::string& why) {
  if (text_.substr(at_, word.size()) != word) return fail("expected a value", why);
  at_ += word.size();
  nodes_.back().type = type;
  return true;
}

// The start of an array or object, or all of another value, into the last node.
bool json_tree::take_value_start(std::string& why) {
  node& made = nodes_.back();
  made.at = static_cast<std::uint32_t>(at_);
  const char c = at_ < text_.size() ? text_[at_] : '\0';
  bool good = true;
  switch (c) {
    case '[':
    case '{':
      if (open_.size() == deepest) return fail("over 1000 levels", why);
      made.type = c == '[' ? kind::array : kind::object;
      open_.push_back(static_cast<std::uint32_t>(nodes_.size() - 1));
      ++at_;
      return true;
    case '"':
      made.type = kind::string;
      good = take_string(made.escaped, why);
      break;
    case 't':
      good = take_word("true", kind::boolean, why);
      break;
    case 'f':
      good = take_word("false", kind::boolean, why);
      break;
    case 'n':
      good = take_word("null", kind::null, why);
      break;
    default:
      made.type = kind::number;
      good = take_number(why);
  }
  if (good) close(static_cast<std::uint32_t>(nodes_.size() - 1));
  return good;
}

void json_tree::close(std::uint32_t index) {
  nodes_[index].after = static_cast<std::uint32_t>(nodes_.size());
  nodes_[index].bytes = static_cast<std::uint32_t>(at_ - nodes_[index].at);
}

bool json_tree::take_key(std::string& why) {
  if (at_ == text_.size() || text_[at_] != '"') return fail("expected a name in quotes", why);
  node& made = nodes_.back();
  made.key_at = static_cast<std::uint32_t>(at_ + 1);
  if (!take_string(made.escaped_key, why)) return false;
  made.key_bytes = static_cast<std::uint32_t>(at_ - 1 - made.key_at);
  skip_spaces();
  if (at_ == text_.size() || text_[at_] != ':') return fail("expected ':'", why);
  ++at_;
  skip_spaces();
  return true;
}

bool json_tree::parse(std::string_view text, std::string& why) {
  text_ = text;
  at_ = 0;
  nodes_.clear();
  open_.clear();
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) return fail("over 4 GiB", why);
  if (text.starts_with("\xef\xbb\xbf")) at_ = 3;  // a mark that some servers put there
  skip_spaces();
  nodes_.emplace_back();
  if (!take_value_start(why)) return false;
  while (!open_.empty()) {
    const std::uint32_t in = open_.back();
    const bool is_array = nodes_[in].type == kind::array;
    skip_spaces();
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (c == (is_array ? ']' : '}')) {
      ++at_;
      open_.pop_back();
      close(in);
      continue;
    }
    if (nodes_[in].size != 0) {
      if (c != ',') return fail(is_array ? "expected ',' or ']'" : "expected ',' or '}'", why);
      ++at_;
      skip_spaces();
    }
    ++nodes_[in].size;
    nodes_.emplace_back();
    if (!is_array && !take_key(why)) return false;
    if (!take_value_start(why)) return false;
  }
  skip_spaces();
  return at_ == text_.size() || fail("expected the end", why);
}

}  // namespace veriload::extract
