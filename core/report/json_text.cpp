#include "core/report/json_text.hpp"

#include "core/base/node.hpp"
#include "core/base/node_json.hpp"
#include "core/report/utf8.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace veriload::report {
namespace {

using base::node;
using base::node_kind;

void append_unit(std::string& out, unsigned unit) {
  static constexpr char hex[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    out += hex[unit >> shift & 15];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const char32_t c = take_character(text);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (c >= 0x20 && c < 0x7f) {
          out += static_cast<char>(c);
        } else if (c < 0x10000) {
          append_unit(out, static_cast<unsigned>(c));
        } else {
          append_unit(out, 0xd800 + static_cast<unsigned>((c - 0x10000) >> 10));
          append_unit(out, 0xdc00 + static_cast<unsigned>((c - 0x10000) & 0x3ff));
        }
    }
  }
  out += '"';
}

void new_line(std::string& out, std::size_t depth) {
  out += '\n';
  out.append(2 * depth, ' ');
}

void append(std::string& out, const node& value, std::size_t depth);

void append_list(std::string& out, const node& list, std::size_t depth) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ',';
    new_line(out, depth + 1);
    append(out, list.at(i), depth + 1);
  }
  if (list.size() > 0) new_line(out, depth);
  out += ']';
}

void append_map(std::string& out, const node& map, std::size_t depth) {
  std::vector<std::size_t> order(map.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&map](std::size_t i) { return map.key_at(i); });
  out += '{';
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0) out += ',';
    new_line(out, depth + 1);
    append_string(out, map.key_at(order[i]));
    out += ": ";
    append(out, map.at(order[i]), depth + 1);
  }
  if (!order.empty()) new_line(out, depth);
  out += '}';
}

void append(std::string& out, const node& value, std::size_t depth) {
  switch (value.kind()) {
    case node_kind::null:
      out += "null";
      return;
    case node_kind::boolean:
      out += value.as_boolean() ? "true" : "false";
      return;
    case node_kind::integer:
      out += std::to_string(value.as_integer());
      return;
    case node_kind::number:
      out += std::isfinite(value.as_number()) ? base::number_text(value.as_number()) : "null";
      return;
    case node_kind::string:
      append_string(out, value.as_string());
      return;
    case node_kind::list:
      append_list(out, value, depth);
      return;
    case node_kind::map:
      append_map(out, value, depth);
      return;
  }
}

}  // namespace

std::string json_text(const base::node& document) {
  std::string out;
  append(out, document, 0);
  return out;
}

}  // namespace veriload::report
