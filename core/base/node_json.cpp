#include "core/base/node_json.hpp"

#include "core/base/node.hpp"

#include <charconv>
#include <cmath>

namespace veriload::base {
namespace {

class writer {
 public:
  writer(std::string& out, int indent) : out_(out), indent_(indent) {}

  void write(const node& value, int depth) {
    switch (value.kind()) {
      case node_kind::null:
        out_ += "null";
        return;
      case node_kind::boolean:
        out_ += value.as_boolean() ? "true" : "false";
        return;
      case node_kind::integer:
        out_ += std::to_string(value.as_integer());
        return;
      case node_kind::number:
        out_ += std::isfinite(value.as_number()) ? number_text(value.as_number()) : "null";
        return;
      case node_kind::string:
        append_json_string(out_, value.as_string());
        return;
      case node_kind::list:
        write_children(value, depth, '[', ']');
        return;
      case node_kind::map:
        write_children(value, depth, '{', '}');
        return;
    }
  }

 private:
  void write_children(const node& value, int depth, char open, char close) {
    out_ += open;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out_ += ',';
      new_line(depth + 1);
      if (open == '{') {
        append_json_string(out_, value.key_at(i));
        out_ += indent_ > 0 ? ": " : ":";
      }
      write(value.at(i), depth + 1);
    }
    if (value.size() > 0) new_line(depth);
    out_ += close;
  }

  void new_line(int depth) {
    if (indent_ <= 0) return;
    out_ += '\n';
    out_.append(static_cast<std::size_t>(depth) * static_cast<std::size_t>(indent_), ' ');
  }

  std::string& out_;
  int indent_;
};

}  // namespace

std::string to_json(const node& document, int indent) {
  std::string out;
  writer(out, indent).write(document, 0);
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
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
        // DEL is legal in JSON but not printable in YAML, which reads the same text.
        if (byte < 0x20 || byte == 0x7f) {
          out += "\\u00";
          out += hex[byte >> 4];
          out += hex[byte & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

std::string number_text(double value) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  std::string text(digits, end);
  if (text.find_first_not_of("-0123456789") == std::string::npos) text += ".0";
  return text;
}

}  // namespace veriload::base
