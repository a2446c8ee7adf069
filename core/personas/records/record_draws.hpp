// What chance says about one record. Flow: (seed, persona, number) -> [record draws] -> values.
#pragma once

#include "core/personas/draws/draw.hpp"
#include "core/personas/records/record_kind.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace veriload::personas {

/// The number of a record in the pool: no two of one kind share it. Below 2^60.
constexpr std::uint64_t record_key(std::uint64_t persona, std::uint64_t number) noexcept {
  return persona * records_per_persona + number;
}

/// The draws of one record. Each kind has a purpose of its own and counts its turns in an enum, so
/// a new draw changes no old one. Thread: immutable.
class record_draws {
 public:
  constexpr record_draws(const draw_source& draws, purpose why, std::uint64_t key) noexcept
      : draws_(draws), key_(key), why_(why) {}

  constexpr std::uint64_t key() const noexcept { return key_; }

  constexpr std::uint64_t bits(std::uint32_t turn) const noexcept {
    return draws_.bits(key_, why_, turn);
  }
  /// Uniform in [0, bound).
  constexpr std::uint64_t below(std::uint64_t bound, std::uint32_t turn) const noexcept {
    return scaled(bits(turn), bound);
  }
  /// Uniform in [low, high].
  constexpr std::int64_t between(std::int64_t low, std::int64_t high,
                                 std::uint32_t turn) const noexcept {
    return draws_.between(low, high, key_, why_, turn);
  }
  /// A position in `weights`, of which one at least is above 0.
  template <std::size_t N>
  constexpr std::uint32_t weighted(const std::array<std::uint32_t, N>& weights,
                                   std::uint32_t turn) const noexcept {
    std::uint64_t total = 0;
    for (const std::uint32_t weight : weights)
      total += weight;
    std::uint64_t lot = below(total, turn);
    std::uint32_t chosen = 0;
    while (lot >= weights[chosen])
      lot -= weights[chosen++];
    return chosen;
  }

 private:
  const draw_source& draws_;
  std::uint64_t key_;
  purpose why_;
};

}  // namespace veriload::personas
