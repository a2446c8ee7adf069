// Numbers as text, without an allocation of their own. Flow: [digits] -> fields.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>

namespace veriload::personas {

/// Appends the decimal digits, with zeros in front up to `least` of them.
inline void append_number(std::uint64_t value, std::size_t least, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  const auto length = static_cast<std::size_t>(end - digits);
  if (length < least) out.append(least - length, '0');
  out.append(digits, length);
}

inline void append_number(std::uint64_t value, std::string& out) { append_number(value, 1, out); }

/// Appends the lowest `count` hexadecimal digits.
inline void append_hex(std::uint64_t value, int count, std::string& out) {
  static constexpr char hex[] = "0123456789abcdef";
  for (int shift = (count - 1) * 4; shift >= 0; shift -= 4)
    out += hex[(value >> shift) & 15];
}

/// Appends an angle in ten-thousandths of a degree as decimal degrees: "-9.1393".
inline void append_degrees(std::int32_t value, std::string& out) {
  const auto size = static_cast<std::uint64_t>(value < 0 ? -std::int64_t{value} : value);
  if (value < 0) out += '-';
  append_number(size / 10'000, out);
  out += '.';
  append_number(size % 10'000, 4, out);
}

}  // namespace veriload::personas
