// Weighted choice in constant time, built in whole numbers. Flow: layout -> [alias] -> image.
#pragma once

#include "core/personas/image/format_parts.hpp"

#include <cstdint>
#include <vector>

namespace veriload::personas::pack {

struct alias_table {
  std::vector<image::format::alias_cell> cells;
  std::uint32_t total;
};

/// Vose's method without rounding: each of n columns holds `total` parts, total being the sum of
/// the weights, and the parts that lead to an item are exactly n times its weight. Always the same
/// for the same weights. Throws std::overflow_error when the sum exceeds 32 bits.
alias_table make_alias_table(const std::vector<std::uint32_t>& weights);

}  // namespace veriload::personas::pack
