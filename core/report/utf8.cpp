#include "core/report/utf8.hpp"

namespace veriload::report {

char32_t take_character(std::string_view& text) noexcept {
  const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  std::size_t length = 1;
  char32_t value = first;
  char32_t smallest = 0;
  if (first >= 0x80) {
    if (first >= 0xc0 && first < 0xe0) {
      length = 2, value = first & 0x1f, smallest = 0x80;
    } else if (first >= 0xe0 && first < 0xf0) {
      length = 3, value = first & 0x0f, smallest = 0x800;
    } else if (first >= 0xf0 && first < 0xf8) {
      length = 4, value = first & 0x07, smallest = 0x10000;
    }
    bool valid = length > 1 && length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
      valid = (byte(i) & 0xc0) == 0x80;
      value = value << 6 | (byte(i) & 0x3f);
    }
    if (!valid || value < smallest || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) {
      text.remove_prefix(1);
      return replacement_character;
    }
  }
  text.remove_prefix(length);
  return value;
}

void append_character(std::string& out, char32_t character) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xc0 | character >> 6);
    put(0x80 | (character & 0x3f));
  } else if (character < 0x10000) {
    put(0xe0 | character >> 12);
    put(0x80 | (character >> 6 & 0x3f));
    put(0x80 | (character & 0x3f));
  } else {
    put(0xf0 | character >> 18);
    put(0x80 | (character >> 12 & 0x3f));
    put(0x80 | (character >> 6 & 0x3f));
    put(0x80 | (character & 0x3f));
  }
}

}  // namespace veriload::report
