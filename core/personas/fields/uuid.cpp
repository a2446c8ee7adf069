#include "core/personas/fields/uuid.hpp"

#include "core/personas/fields/digits.hpp"

namespace veriload::personas {

void uuid_sequence::append(std::uint64_t number, std::uint64_t random, std::string& out) const {
  const std::uint64_t place = numbers_(number);
  append_hex(place >> 28, 8, out);
  out += '-';
  append_hex(place >> 12, 4, out);
  out += "-8";
  append_hex(place, 3, out);
  out += '-';
  append_hex(0x8000 | (random >> 50), 4, out);
  out += '-';
  append_hex(random, 12, out);
}

std::optional<std::uint64_t> uuid_sequence::number_of(std::string_view uuid) const {
  if (uuid.size() != 36 || uuid[8] != '-' || uuid[13] != '-' || uuid[14] != '8' ||
      uuid[18] != '-' || uuid[23] != '-') {
    return std::nullopt;
  }
  std::uint64_t place = 0;
  for (std::size_t i = 0; i < 18; ++i) {
    const char c = uuid[i];
    if (i == 8 || i == 13 || i == 14) continue;
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
    place = place << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return numbers_.inverse(place);
}

}  // namespace veriload::personas
