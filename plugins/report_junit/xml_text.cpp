#include "xml_text.hpp"

#include <cstddef>

namespace veriload::report_junit {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

// Bytes of the valid character that `text` begins with, at most four; 0 when there is none (Unicode
// 15, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF).
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  std::size_t size = 0;
  unsigned char least = 0x80, most = 0xbf;
  if (first >= 0xc2 && first <= 0xdf) {
    size = 2;
  } else if (first >= 0xe0 && first <= 0xef) {
    size = 3;
    if (first == 0xe0) least = 0xa0;
    if (first == 0xed) most = 0x9f;
  } else if (first >= 0xf0 && first <= 0xf4) {
    size = 4;
    if (first == 0xf0) least = 0x90;
    if (first == 0xf4) most = 0x8f;
  }
  if (size == 0 || text.size() < size || byte(1) < least || byte(1) > most) return 0;
  for (std::size_t i = 2; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  return size;
}

void add_ascii(std::string& out, char c, bool in_attribute) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\t':
      out += in_attribute ? "&#9;" : "\t";  // a reader makes blanks of these in an attribute
      return;
    case '\n':
      out += in_attribute ? "&#10;" : "\n";
      return;
    case '\r':
      out += "&#13;";  // or a line feed, anywhere
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    out += "\xe2\x90";
    out += static_cast<char>(0x80 + c);
  } else if (c == 0x7f) {
    out += "\xe2\x90\xa1";
  } else {
    out += c;
  }
}

std::string escaped(std::string_view text, bool in_attribute) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const std::string_view character = text.substr(0, size);
    if (size == 0) {
      out += replacement;
    } else if (size == 1) {
      add_ascii(out, text[0], in_attribute);
    } else {
      const bool forbidden = character == "\xef\xbf\xbe" || character == "\xef\xbf\xbf";
      out += forbidden ? replacement : character;
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace

std::string xml_text(std::string_view text) { return escaped(text, false); }

std::string xml_attribute(std::string_view text) { return escaped(text, true); }

}  // namespace veriload::report_junit
