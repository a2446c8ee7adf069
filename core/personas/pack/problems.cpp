#include "core/personas/pack/problems.hpp"

#include "core/personas/pack/characters.hpp"
#include "core/personas/text/utf8.hpp"

namespace veriload::personas::pack {

void problems::add(const place& where, std::string_view found, std::string_view expected) {
  std::string line(where.file);
  if (where.line > 0) line += ':' + std::to_string(where.line);
  if (where.column > 0) line += ':' + std::to_string(where.column);
  line += ": found ";
  line += found;
  line += ", expected ";
  line += expected;
  lines_.push_back(std::move(line));
}

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = text::next_character(text, at);
    if (c == text::not_utf8 || is_invisible(c))
      out += code_point(c);
    else
      out += text.substr(from, at - from);
  }
  return out + "'";
}

}  // namespace veriload::personas::pack
