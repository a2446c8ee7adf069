#include "plugins/http/nearest_key.hpp"

#include <algorithm>
#include <vector>

namespace veriload::http_plugin {
namespace {

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replace});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest_key(std::string_view word, std::span<const std::string_view> keys) {
  std::string_view best;
  std::size_t fewest = word.size() / 2 + 1;  // further away it is another word
  for (const std::string_view key : keys) {
    // "timeout" for "timeout_seconds" is many edits and yet the likeliest slip of all.
    const std::size_t count = key.starts_with(word) && !word.empty() ? 1 : edits(word, key);
    if (count < fewest) {
      best = key;
      fewest = count;
    }
  }
  return best;
}

}  // namespace veriload::http_plugin
