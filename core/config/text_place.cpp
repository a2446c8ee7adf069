#include "core/config/text_place.hpp"

#include <algorithm>

namespace veriload::config {

bool find_text(std::string_view source, std::string_view name, std::string_view value,
               base::place& at) {
  if (at.line == 0 || at.file != name || value.empty()) return false;
  std::size_t begin = 0;
  for (std::uint32_t line = 1; line < at.line; ++line) {
    const std::size_t end = source.find('\n', begin);
    if (end == std::string_view::npos) return false;
    begin = end + 1;
  }
  // The value stands behind its key or quote: in the same line or, below a `|` or a key, the next.
  std::size_t from = begin + at.column - 1;
  for (std::uint32_t line = at.line; line <= at.line + 1; ++line) {
    const std::size_t end = std::min(source.find('\n', begin), source.size());
    const std::string_view rest = source.substr(0, end);
    if (const std::size_t found = rest.find(value, from); found != std::string_view::npos) {
      at.line = line;
      at.column = static_cast<std::uint32_t>(found - begin + 1);
      return true;
    }
    if (end == source.size()) return false;
    begin = from = end + 1;
  }
  return false;
}

}  // namespace veriload::config
