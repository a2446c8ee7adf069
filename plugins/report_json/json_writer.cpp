#include "json_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace veriload::report_json {
namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr char32_t replacement = 0xFFFD;

// The code point at `at`, which is moved behind it; broken sequences give U+FFFD and move by one
// byte. Refuses overlong forms and surrogates (Unicode 15, table 3-7).
char32_t next_code_point(std::string_view s, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char first = byte(at);
  int more = 0;
  char32_t point = first;
  unsigned char least = 0x80, most = 0xbf;
  if (first < 0x80) {
    ++at;
    return point;
  }
  if (first >= 0xc2 && first <= 0xdf) {
    more = 1;
    point = first & 0x1f;
  } else if (first >= 0xe0 && first <= 0xef) {
    more = 2;
    point = first & 0x0f;
    if (first == 0xe0) least = 0xa0;
    if (first == 0xed) most = 0x9f;
  } else if (first >= 0xf0 && first <= 0xf4) {
    more = 3;
    point = first & 0x07;
    if (first == 0xf0) least = 0x90;
    if (first == 0xf4) most = 0x8f;
  } else {
    ++at;
    return replacement;
  }
  for (int i = 1; i <= more; ++i) {
    const std::size_t here = at + static_cast<std::size_t>(i);
    if (here >= s.size() || byte(here) < least || byte(here) > most) {
      ++at;
      return replacement;
    }
    point = (point << 6) | (byte(here) & 0x3f);
    least = 0x80;
    most = 0xbf;
  }
  at += static_cast<std::size_t>(more) + 1;
  return point;
}

void append_escape(std::string& out, std::uint32_t unit) {
  constexpr char digits[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += digits[(unit >> shift) & 15];
}

}  // namespace

vl_status json_writer::write(const vl_node* root) {
  value(root, 0);
  out_ += '\n';
  flush(0);
  return status_;
}

void json_writer::flush(std::size_t above) {
  if (out_.size() <= above || status_ != VL_OK) return;
  status_ = sink_.write(sink_.ctx, {out_.data(), out_.size()});
  out_.clear();
}

void json_writer::new_line(int depth) {
  out_ += '\n';
  out_.append(static_cast<std::size_t>(depth) * 2, ' ');
  flush(piece);
}

void json_writer::value(const vl_node* node, int depth) {
  if (status_ != VL_OK) return;
  int32_t truth = 0;
  int64_t whole = 0;
  double real = 0;
  vl_str s{};
  switch (trees_.kind(node)) {
    case VL_NODE_BOOL:
      trees_.boolean(node, &truth);
      out_ += truth ? "true" : "false";
      return;
    case VL_NODE_INT:
      trees_.i64(node, &whole);
      out_ += std::to_string(whole);
      return;
    case VL_NODE_FLOAT:
      trees_.f64(node, &real);
      number(real);
      return;
    case VL_NODE_STR:
      trees_.str(node, &s);
      text(s);
      return;
    case VL_NODE_LIST:
      items(node, depth);
      return;
    case VL_NODE_MAP:
      members(node, depth);
      return;
    default:
      out_ += "null";
      return;
  }
}

void json_writer::items(const vl_node* node, int depth) {
  const uint32_t n = trees_.size(node);
  out_ += '[';
  for (uint32_t i = 0; i < n; ++i) {
    if (i > 0) out_ += ',';
    new_line(depth + 1);
    value(trees_.at(node, i, nullptr), depth + 1);
  }
  if (n > 0) new_line(depth);
  out_ += ']';
}

void json_writer::members(const vl_node* node, int depth) {
  struct member {
    std::string_view key;
    const vl_node* value;
  };
  std::vector<member> sorted;
  for (uint32_t i = 0; i < trees_.size(node); ++i) {
    vl_str key{};
    const vl_node* found = trees_.at(node, i, &key);
    sorted.push_back({key.len ? std::string_view(key.ptr, key.len) : std::string_view(), found});
  }
  std::ranges::sort(sorted, {}, &member::key);
  out_ += '{';
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) out_ += ',';
    new_line(depth + 1);
    text({sorted[i].key.data(), sorted[i].key.size()});
    out_ += ": ";
    value(sorted[i].value, depth + 1);
  }
  if (!sorted.empty()) new_line(depth);
  out_ += '}';
}

void json_writer::number(double value) {
  if (!std::isfinite(value)) {
    out_ += "null";
    return;
  }
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  const std::string_view shortest(digits, static_cast<std::size_t>(end - digits));
  out_ += shortest;
  // Readers that tell integers from numbers shall see that this is the latter.
  if (shortest.find_first_of(".e") == std::string_view::npos) out_ += ".0";
}

void json_writer::text(vl_str s) {
  const std::string_view bytes = s.len ? std::string_view(s.ptr, s.len) : std::string_view();
  out_ += '"';
  for (std::size_t at = 0; at < bytes.size();) {
    const char32_t point = next_code_point(bytes, at);
    if (point == '"' || point == '\\') {
      out_ += '\\';
      out_ += static_cast<char>(point);
    } else if (point >= 0x20 && point < 0x7f) {
      out_ += static_cast<char>(point);
    } else if (point == '\n') {
      out_ += "\\n";
    } else if (point == '\t') {
      out_ += "\\t";
    } else if (point == '\r') {
      out_ += "\\r";
    } else if (point < 0x10000) {
      append_escape(out_, static_cast<std::uint32_t>(point));
    } else {
      append_escape(out_, 0xd800 + static_cast<std::uint32_t>((point - 0x10000) >> 10));
      append_escape(out_, 0xdc00 + static_cast<std::uint32_t>((point - 0x10000) & 0x3ff));
    }
  }
  out_ += '"';
}

}  // namespace veriload::report_json
