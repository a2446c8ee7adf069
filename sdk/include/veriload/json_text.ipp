// Bodies of json: reading and writing text. Included by json.hpp.
#pragma once

#include "veriload/utf8.hpp"

#include <charconv>

namespace veriload {
inline namespace v1 {

/// Recursive descent over RFC 8259. Used through json::parse.
class json_parser {
 public:
  json_parser(std::string_view text, std::size_t max_depth) noexcept
      : text_(text), depth_left_(max_depth) {}

  json document() {
    json value = any();
    space();
    if (at_ != text_.size()) fail("nothing more expected");
    return value;
  }

 private:
  [[noreturn, gnu::cold]] void fail(std::string_view expected) const {
    std::string message = "byte " + std::to_string(at_) + ": ";
    message += expected;
    if (at_ >= text_.size()) {
      message += ", found the end";
    } else {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      constexpr const char* hex = "0123456789abcdef";
      message += ", found ";
      if (byte > 0x20 && byte < 0x7f) {
        message += {'\'', text_[at_], '\''};
      } else {
        message += {'0', 'x', hex[byte >> 4], hex[byte & 15]};
      }
    }
    throw json_error(message);
  }

  char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }

  void space() noexcept {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  json word(std::string_view spelled, json value) {
    if (text_.substr(at_, spelled.size()) != spelled) fail("value expected");
    at_ += spelled.size();
    return value;
  }

  json any() {
    space();
    switch (peek()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"':
        return json(string());
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", nullptr);
      default:
        return number();
    }
  }

  void enter() {
    if (depth_left_ == 0) fail("no deeper nesting allowed");
    --depth_left_;
    ++at_;
    space();
  }
  void leave() noexcept {
    ++depth_left_;
    ++at_;
  }

  json array() {
    json made = json::array();
    enter();
    if (peek() != ']') {
      for (;;) {
        made.items_->push_back(any());
        space();
        if (peek() != ',') break;
        ++at_;
      }
      if (peek() != ']') fail("',' or ']' expected");
    }
    leave();
    return made;
  }

  json object() {
    json made = json::object();
    enter();
    if (peek() != '}') {
      for (;;) {
        space();
        if (peek() != '"') fail("a name in quotes expected");
        std::string key = string();
        space();
        if (peek() != ':') fail("':' expected");
        ++at_;
        made.members_->push_back(json::member{std::move(key), any()});
        space();
        if (peek() != ',') break;
        ++at_;
      }
      if (peek() != '}') fail("',' or '}' expected");
    }
    leave();
    return made;
  }

  unsigned hex4() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      if (c >= '0' && c <= '9')
        code = code * 16 + unsigned(c - '0');
      else if (c >= 'a' && c <= 'f')
        code = code * 16 + unsigned(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        code = code * 16 + unsigned(c - 'A' + 10);
      else
        fail("four hexadecimal digits expected");
    }
    return code;
  }

  void escape(std::string& out) {
    ++at_;
    switch (const char c = peek()) {
      case '"':
      case '\\':
      case '/':
        out += c;
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u': {
        ++at_;
        unsigned code = hex4();
        if (code >= 0xdc00 && code < 0xe000) fail("first half of a surrogate pair expected before");
        if (code >= 0xd800 && code < 0xdc00) {
          if (text_.substr(at_, 2) != "\\u") fail("second half of a surrogate pair expected");
          at_ += 2;
          const unsigned low = hex4();
          if (low < 0xdc00 || low >= 0xe000)
            fail("second half of a surrogate pair expected before");
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        append_utf8(out, code);
        return;
      }
      default:
        fail("escape expected");
    }
    ++at_;
  }

  std::string string() {
    std::string out;
    std::size_t run = ++at_;
    const auto flush = [&] { out.append(text_, run, at_ - run); };
    for (;;) {
      if (at_ >= text_.size()) fail("closing '\"' expected");
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') break;
      if (byte == '\\') {
        flush();
        escape(out);
        run = at_;
      } else if (byte < 0x20) {
        fail("control character must be escaped");
      } else if (byte < 0x80) {
        ++at_;
      } else {
        const std::size_t length = utf8_length(text_, at_);
        if (length == 0) fail("UTF-8 expected");
        at_ += length;
      }
    }
    flush();
    ++at_;
    return out;
  }

  bool digits() noexcept {
    const std::size_t from = at_;
    while (peek() >= '0' && peek() <= '9')
      ++at_;
    return at_ != from;
  }

  json number() {
    const std::size_t from = at_;
    bool whole = true;
    if (peek() == '-') ++at_;
    if (peek() == '0') {
      ++at_;
    } else if (!digits()) {
      fail(at_ == from ? "value expected" : "digit expected");
    }
    if (peek() == '.') {
      whole = false;
      ++at_;
      if (!digits()) fail("digit expected");
    }
    if (peek() == 'e' || peek() == 'E') {
      whole = false;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!digits()) fail("digit expected");
    }
    const char* first = text_.data() + from;
    const char* last = text_.data() + at_;
    if (whole) {
      std::int64_t integer = 0;
      if (std::from_chars(first, last, integer).ec == std::errc()) return json(integer);
    }
    double real = 0;
    if (std::from_chars(first, last, real).ec == std::errc()) return json(real);
    if (is_tiny(std::string_view(first, std::size_t(last - first)))) {
      return json(*first == '-' ? -0.0 : 0.0);
    }
    at_ = from;
    fail("number within the range of a double expected");
  }

  /// Whether a number outside the range of double is below its smallest: by the place of its first
  /// digit.
  static bool is_tiny(std::string_view text) noexcept {
    const std::size_t mark = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, mark);
    const std::size_t digit = mantissa.find_first_of("123456789");
    if (digit == std::string_view::npos) return true;
    const std::size_t point = mantissa.find('.');
    const std::size_t ones = point == std::string_view::npos ? mantissa.size() : point;
    long long exponent = 0;
    if (mark != std::string_view::npos) {
      const bool negative = text[mark + 1] == '-';
      const char* begin = text.data() + mark + 1 + (text[mark + 1] == '+' ? 1 : 0);
      if (std::from_chars(begin, text.data() + text.size(), exponent).ec != std::errc()) {
        return negative;
      }
    }
    const auto place = static_cast<long long>(ones) - static_cast<long long>(digit);
    return exponent < 0 ? place + exponent < 0 : place < -exponent;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_left_;
};

inline json json::parse(std::string_view text, std::size_t max_depth) {
  return json_parser(text, max_depth).document();
}

/// Appends `text` in quotes. Bytes that are no UTF-8 become U+FFFD, so that the result is always
/// valid.
inline void append_json_string(std::string& out, std::string_view text) {
  constexpr const char* hex = "0123456789abcdef";
  out += '"';
  std::size_t run = 0;
  std::size_t at = 0;
  const auto flush = [&] { out.append(text, run, at - run); };
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      const std::size_t length = utf8_length(text, at);
      if (length != 0) {
        at += length;
        continue;
      }
      flush();
      out += "\xef\xbf\xbd";
    } else if (byte >= 0x20 && byte != '"' && byte != '\\') {
      ++at;
      continue;
    } else {
      flush();
      out += '\\';
      switch (byte) {
        case '"':
        case '\\':
          out += static_cast<char>(byte);
          break;
        case '\b':
          out += 'b';
          break;
        case '\f':
          out += 'f';
          break;
        case '\n':
          out += 'n';
          break;
        case '\r':
          out += 'r';
          break;
        case '\t':
          out += 't';
          break;
        default:
          out += "u00";
          out += hex[byte >> 4];
          out += hex[byte & 15];
      }
    }
    run = ++at;
  }
  flush();
  out += '"';
}

inline void json::dump_to(std::string& out) const {
  char digits[32];
  switch (kind_) {
    case kind::null:
      out += "null";
      break;
    case kind::boolean:
      out += boolean_ ? "true" : "false";
      break;
    case kind::integer:
      out.append(digits, std::to_chars(digits, digits + sizeof digits, integer_).ptr);
      break;
    case kind::number: {
      if (!__builtin_isfinite(number_)) throw json_error("nan and infinity have no json form");
      const char* end = std::to_chars(digits, digits + sizeof digits, number_).ptr;
      const std::string_view text(digits, std::size_t(end - digits));
      out += text;
      // A number stays a number when it is read back.
      if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
      break;
    }
    case kind::string:
      append_json_string(out, string_);
      break;
    case kind::array: {
      char before = '[';
      for (const json& item : *items_) {
        out += before;
        item.dump_to(out);
        before = ',';
      }
      out += before == '[' ? "[]" : "]";
      break;
    }
    case kind::object: {
      char before = '{';
      for (const member& entry : *members_) {
        out += before;
        append_json_string(out, entry.key);
        out += ':';
        entry.value.dump_to(out);
        before = ',';
      }
      out += before == '{' ? "{}" : "}";
      break;
    }
  }
}

}  // namespace v1
}  // namespace veriload
