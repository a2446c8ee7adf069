// Which bytes may stand where in HTTP/1.1 text, and the fast search for control bytes. Flow: used
// by the parsers and the request writer.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace veriload::http_plugin {

static_assert(std::endian::native == std::endian::little,
              "find_control() reads first_set() counts bytes from the low end");

namespace detail {
constexpr std::array<bool, 256> token_table() {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c)
    table[static_cast<std::size_t>(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c)
    table[static_cast<std::size_t>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c)
    table[static_cast<std::size_t>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
inline constexpr std::array<bool, 256> is_token = token_table();
}  // namespace detail

/// True for the characters of methods and field names (RFC 9110, token).
constexpr bool is_token_char(char c) { return detail::is_token[static_cast<unsigned char>(c)]; }

/// True for a byte that never stands in a line: controls but the tab, and DEL.
constexpr bool is_control(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u < 0x20 && u != '\t') || u == 0x7f;
}

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

namespace detail {
using bytes16 = unsigned char __attribute__((vector_size(16)));

using signed16 = signed char __attribute__((vector_size(16)));
inline signed16 signed_of(bytes16 v) { return (signed16)v; }

inline bytes16 load16(const char* p) {
  bytes16 v;
  std::memcpy(&v, p, 16);
  return v;
}

/// One bit for each byte of `mask` that is not 0, the lowest for the first. `mask` holds 0 or 0xff.
template <class Mask>
inline std::uint32_t bits_of(Mask mask) {
#if defined(__SSE2__) && !defined(VL_NO_SSE2)
  __m128i bytes;
  std::memcpy(&bytes, &mask, 16);
  return static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
#else
  std::uint64_t half[2];
  std::memcpy(half, &mask, 16);
  // The products put bit 0 of byte n at bit 56 + n; no two of them meet.
  constexpr std::uint64_t low = 0x0101010101010101, gather = 0x0102040810204080;
  return static_cast<std::uint32_t>((half[0] & low) * gather >> 56 |
                                    ((half[1] & low) * gather >> 56) << 8);
#endif
}

/// The index of the first byte that is not 0, or 16.
template <class Mask>
inline int first_set(Mask mask) {
  return std::countr_zero(bits_of(mask) | 0x10000u);
}
}  // namespace detail

/// The first byte in [p, end) for which is_control() holds, or `end`. Looks at 16 bytes at a time.
inline const char* find_control(const char* p, const char* end) {
  while (end - p >= 16) {
    const detail::bytes16 v = detail::load16(p);
    const int at = detail::first_set(((v < 0x20) & (v != '\t')) | (v == 0x7f));
    p += at;
    if (at != 16) return p;
  }
  while (p != end && !is_control(*p))
    ++p;
  return p;
}

/// The first byte in [p, end) that is_token_char() does not hold for, or `end`.
inline const char* find_no_token(const char* p, const char* end) {
  while (end - p >= 16) {
    // Nearly all names are made of these; the table decides about the rest.
    const detail::bytes16 v = detail::load16(p);
    const int at = detail::first_set(((v | 0x20) - 'a' >= 26) & (v - '0' >= 10) & (v != '-'));
    p += at;
    if (at != 16) break;
  }
  while (p != end && is_token_char(*p))
    ++p;
  return p;
}

/// Bytes that the two searches below may touch from where they look: 16, and one behind a hit.
inline constexpr std::ptrdiff_t look_size = 17;

/// The first byte at or after `p` that is neither letter, digit nor dash, as names are made of;
/// null when the search passes `last`, the last place that look_size bytes follow.
inline const char* find_name_end(const char* p, const char* last) {
  for (; p <= last; p += 16) {
    const detail::bytes16 v = detail::load16(p);
    const std::uint32_t other =
        detail::bits_of(((v | 0x20) - 'a' <= 25) | (v - '0' <= 9) | (v == '-')) ^ 0xffff;
    if (other != 0) [[likely]]
      return p + __builtin_ctz(other);
  }
  return nullptr;
}

/// The CR of the CR LF that ends the line at `p`; null when any other control byte, DEL or a byte
/// above 0x7f comes first, or the search passes `last` as above.
inline const char* find_line_end(const char* p, const char* last) {
  for (; p <= last; p += 16) {
    const auto v = detail::signed_of(detail::load16(p));
    const std::uint32_t odd = detail::bits_of((v < 0x20) | (v == 0x7f));  // below 0: above 0x7f
    if (odd == 0) continue;
    p += __builtin_ctz(odd);
    return std::memcmp(p, "\r\n", 2) == 0 ? p : nullptr;
  }
  return nullptr;
}

/// `text`, of as many bytes as the lower-case `word` and free of control bytes, is that word when
/// the case of a-z is ignored. For words of 8 to 16 letters and dashes: those have bit 5 set, so
/// setting it in both changes nothing else.
template <std::size_t N>
inline bool is_word(const char* text, const char (&word)[N]) {
  static_assert(N >= 9 && N <= 17);
  constexpr std::uint64_t bit = 0x2020202020202020;
  std::uint64_t a, b, c, d;
  std::memcpy(&a, text, 8);
  std::memcpy(&b, word, 8);
  std::memcpy(&c, text + N - 9, 8);
  std::memcpy(&d, word + N - 9, 8);
  return ((a | bit) == b) & ((c | bit) == d);
}

/// `a` and the lower-case `b` are equal when the case of a-z is ignored.
constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] | 0x20) : a[i];
    if (c != b[i]) return false;
  }
  return true;
}

/// Both names are equal when the case of a-z is ignored.
constexpr bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

/// Without blanks at both ends.
constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

}  // namespace veriload::http_plugin
