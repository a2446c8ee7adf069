#include "plugins/http/status_set.hpp"

#include "plugins/http/character_class.hpp"

namespace veriload::http_plugin {

status_set status_set::from_400() noexcept {
  status_set made;
  made.set(400, 999, true);
  return made;
}

void status_set::set(std::uint32_t first, std::uint32_t last, bool member) noexcept {
  for (std::uint32_t code = first; code <= last; ++code) {
    const std::uint64_t bit = std::uint64_t{1} << (code % 64);
    if (member) {
      words_[code / 64] |= bit;
    } else {
      words_[code / 64] &= ~bit;
    }
  }
}

void status_set::remove(const status_set& other) noexcept {
  for (std::size_t i = 0; i < words_.size(); ++i)
    words_[i] &= ~other.words_[i];
}

bool status_set::add(std::string_view words) noexcept {
  const std::size_t dash = words.find('-');
  const std::uint32_t first = read_status(words.substr(0, dash));
  const std::uint32_t last =
      dash == std::string_view::npos ? first : read_status(words.substr(dash + 1));
  if (first == 0 || last < first) return false;
  set(first, last, true);
  return true;
}

std::uint32_t read_status(std::string_view digits) noexcept {
  if (digits.size() != 3 || digits.front() == '0') return 0;
  std::uint32_t code = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return 0;
    code = code * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return code;
}

}  // namespace veriload::http_plugin
