#include "core/personas/fields/text_list.hpp"

#include <algorithm>

namespace veriload::personas {

std::optional<std::vector<std::string>> text_list(std::string_view json) {
  std::vector<std::string> texts;
  if (!json.starts_with('[') || !json.ends_with(']') || json.size() < 2) return std::nullopt;
  std::string_view rest = json.substr(1, json.size() - 2);
  const auto skip_blanks = [&] {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  };
  skip_blanks();
  while (!rest.empty()) {
    if (rest.front() != '"') return std::nullopt;
    std::string text;
    std::size_t at = 1;
    for (; at < rest.size() && rest[at] != '"'; ++at) {
      if (rest[at] == '\\' && (++at == rest.size() || (rest[at] != '"' && rest[at] != '\\')))
        return std::nullopt;
      text += rest[at];
    }
    if (at == rest.size()) return std::nullopt;
    texts.push_back(std::move(text));
    rest.remove_prefix(at + 1);
    skip_blanks();
    if (rest.empty()) break;
    if (rest.front() != ',') return std::nullopt;
    rest.remove_prefix(1);
    skip_blanks();
    if (rest.empty()) return std::nullopt;
  }
  return texts;
}

}  // namespace veriload::personas
