// The parts of a login. Flow: person.username, contact.email -> [handle] -> names, contact.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veriload::personas::rules {

/// `lena.weber2`: letters, a separator, letters, a number.
struct handle {
  std::string_view first, last;
  std::string_view digits;  ///< as written; empty for none
};

/// Nothing when there is no separator.
inline std::optional<handle> read_handle(std::string_view text, char separator) {
  handle made;
  std::string_view letters = text;
  while (!letters.empty() && letters.back() >= '0' && letters.back() <= '9')
    letters.remove_suffix(1);
  made.digits = text.substr(letters.size());
  const std::size_t at = letters.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  made.first = letters.substr(0, at);
  made.last = letters.substr(at + 1);
  return made;
}

/// Whether digits tell namesakes apart: none for the first, 2 and up for the others, without zeros
/// in front.
inline bool counts_namesakes(std::string_view digits) {
  return digits.empty() || (digits.front() != '0' && digits != "1");
}

}  // namespace veriload::personas::rules
