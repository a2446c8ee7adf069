#include "core/personas/locale_mix.hpp"

#include "core/base/assert.hpp"

#include <algorithm>

namespace veriload::personas {

namespace {

// A permutation of [0, 16) out of 32 random bits: four rounds of a Feistel network whose halves
// have two bits, with a table of four entries as each round's function.
std::uint32_t permuted16(std::uint32_t value, std::uint32_t bits) {
  std::uint32_t low = value & 3;
  std::uint32_t high = value >> 2;
  for (int round = 0; round < 4; ++round, bits >>= 8) {
    const std::uint32_t turned = high ^ (bits >> (2 * low) & 3);
    high = low;
    low = turned;
  }
  return high << 2 | low;
}

}  // namespace

locale_mix::locale_mix(std::uint64_t pool_size, std::span<const double> weights,
                       const draw_source& draws)
    : pool_size_(pool_size), key_(draws.bits(0, purpose::order, 1)), sequence_(weights) {
  std::vector<std::uint32_t> given(weights.size(), 0);
  rank_in_period_.reserve(sequence_.period());
  for (std::uint64_t i = 0; i < sequence_.period(); ++i)
    rank_in_period_.push_back(given[sequence_.at(i)]++);
}

std::uint64_t locale_mix::shuffled(std::uint64_t index) const {
  if (sequence_.period() == 1) return index;
  const std::uint64_t first = index - index % window;
  const std::uint64_t size = std::min(window, pool_size_ - first);
  const auto bits = static_cast<std::uint32_t>(base::mix64(first ^ key_));
  auto at = static_cast<std::uint32_t>(index - first);
  do {
    at = permuted16(at, bits);
  } while (at >= size);
  return first + at;
}

locale_mix::place locale_mix::at(std::uint64_t index) const {
  VL_ASSERT(index < pool_size_, "the pool hands out indices below its size");
  const std::uint64_t position = shuffled(index);
  const std::uint32_t locale = sequence_.at(position);
  const std::uint64_t periods = position / sequence_.period();
  return {locale,
          periods * sequence_.parts()[locale] + rank_in_period_[position % sequence_.period()]};
}

std::uint64_t locale_mix::count(std::uint32_t locale) const {
  const std::uint64_t rest = pool_size_ % sequence_.period();
  std::uint64_t count = pool_size_ / sequence_.period() * sequence_.parts()[locale];
  for (std::uint64_t i = 0; i < rest; ++i)
    count += sequence_.at(i) == locale ? 1 : 0;
  return count;
}

}  // namespace veriload::personas
