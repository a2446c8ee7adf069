// Divides a range by weights so that every part has its share to within one. Flow: place -> [cut]
// -> name.
#pragma once

#include <cstdint>

namespace veriload::personas {

/// Where a place fell: the cell, the place inside it, and how many places the cell has.
struct cut_place {
  std::uint32_t cell;
  std::uint64_t rank;
  std::uint64_t size;
};

/// Cuts [0, size) at edge(j) = floor((size * cumulative(j) + start) / total) and tells which cell
/// `place` is in. `cumulative(j)` is told for 0 to `cells` and grows from 0 to total. `start`, in
/// [0, total), must differ from range to range: with a fixed one every small range would give its
/// few places to the same cells, and rare names would become common.
///
/// size * total must stay below 2^63. Time: one multiplication per step of a binary search.
template <class Cumulative>
cut_place cut_exactly(std::uint64_t place, std::uint64_t size, std::uint32_t cells,
                      const Cumulative& cumulative, std::uint64_t start) {
  const std::uint64_t total = cumulative(cells);
  // edge(j) <= place  <=>  size * cumulative(j) + start < (place + 1) * total
  const std::uint64_t beyond = (place + 1) * total - start;
  std::uint32_t first = 0;
  std::uint32_t last = cells;
  while (last - first > 1) {
    const std::uint32_t middle = first + (last - first) / 2;
    (size * cumulative(middle) < beyond ? first : last) = middle;
  }
  const std::uint64_t from = (size * cumulative(first) + start) / total;
  const std::uint64_t to = (size * cumulative(first + 1) + start) / total;
  return {first, place - from, to - from};
}

}  // namespace veriload::personas
