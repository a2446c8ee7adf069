// Random words that need no state: a function of key and counter. Flow: seed -> [philox] -> draw.
#pragma once

#include <array>
#include <cstdint>

namespace veriload::personas {

using philox_counter = std::array<std::uint32_t, 4>;
using philox_key = std::array<std::uint32_t, 2>;

/// Philox4x32 with ten rounds (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1,
/// 2, 3", SC 2011): 128 random bits for a 128-bit counter and a 64-bit key. The known answers of
/// Random123 hold. Integers alone, so every compiler and processor gives the same.
constexpr philox_counter philox4x32(philox_counter counter, philox_key key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t left = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t right = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(right >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(right),
               static_cast<std::uint32_t>(left >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(left)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

}  // namespace veriload::personas
