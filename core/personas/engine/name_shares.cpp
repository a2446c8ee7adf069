#include "core/personas/engine/name_shares.hpp"

#include "core/base/random.hpp"
#include "core/personas/draws/draw.hpp"
#include "core/personas/draws/exact_cut.hpp"

namespace veriload::personas {

name_place name_shares::at(std::uint64_t rank) const {
  const auto start = [this](std::uint64_t node, std::uint32_t total) {
    return scaled(base::mix64(key_ ^ base::mix64(node + 1)), total);
  };
  const cut_place given = cut_exactly(
      order_(rank), order_.size(), given_.size(), [&](std::uint32_t j) { return given_.edge(j); },
      start(0, given_.total()));
  const cut_place family = cut_exactly(
      given.rank, given.size, family_.size(), [&](std::uint32_t j) { return family_.edge(j); },
      start(given.cell + std::uint64_t{1}, family_.total()));
  return {given.cell, family.cell, family.rank};
}

}  // namespace veriload::personas
