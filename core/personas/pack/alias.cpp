#include "core/personas/pack/alias.hpp"

#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

namespace veriload::personas::pack {

alias_table make_alias_table(const std::vector<std::uint32_t>& weights) {
  const std::uint64_t total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  if (total > std::numeric_limits<std::uint32_t>::max())
    throw std::overflow_error("the weights of a choice add up to " + std::to_string(total) +
                              ", expected at most 4294967295");
  alias_table out{{}, static_cast<std::uint32_t>(total)};
  std::vector<std::uint64_t> parts;  // of each item, of which a column takes total
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    parts.push_back(std::uint64_t{weights[i]} * weights.size());
    (parts[i] < total ? small : large).push_back(i);
    out.cells.push_back({out.total, i});
  }
  while (!small.empty() && !large.empty()) {
    const std::uint32_t poor = small.back();
    const std::uint32_t rich = large.back();
    small.pop_back();
    out.cells[poor] = {static_cast<std::uint32_t>(parts[poor]), rich};
    parts[rich] -= total - parts[poor];
    if (parts[rich] < total) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  return out;
}

}  // namespace veriload::personas::pack
