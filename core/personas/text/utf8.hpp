// Characters out of UTF-8. Flow: tables, names -> [utf8] -> slug, packer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace veriload::personas::text {

/// What stands for bytes that are no UTF-8.
inline constexpr char32_t not_utf8 = 0xffffffffU;

/// The character at `at`, which moves behind it; `at` must be inside the text. Not UTF-8 are
/// overlong forms, surrogates and numbers above 10ffff too; `at` then moves by one byte.
inline char32_t next_character(std::string_view utf8, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned lead = byte(at++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4 || utf8.size() - at < more) return not_utf8;
  char32_t c = lead & (0x3fU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return not_utf8;
    c = (c << 6U) | (byte(at + i) & 0x3fU);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (c < least[more] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return not_utf8;
  at += more;
  return c;
}

}  // namespace veriload::personas::text
