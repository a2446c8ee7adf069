// Characters as UTF-8. Flow: used by the parsers of selectors and JSON.
#pragma once

#include <cstdint>
#include <string>

namespace veriload::extract {

/// Appends a character; one that is none (a surrogate, too large) as U+FFFD.
inline void append_utf8(std::string& out, std::uint32_t c) {
  if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr unsigned lead[] = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(lead[more] | (c >> (6 * more)));
  for (int i = more - 1; i >= 0; --i)
    out += static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3f));
}

}  // namespace veriload::extract
