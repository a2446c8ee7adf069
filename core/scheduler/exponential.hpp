// Exponential draws in integers, equal on every machine. Flow: [exponential] -> arrival schedule,
// pause.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace veriload::scheduler {

/// Lengths of exponential draws are told in 1/2^32 of their mean.
inline constexpr int exponential_bits = 32;

namespace exponential_detail {

__extension__ using wide = unsigned __int128;

// Numbers have 56 bits behind the point: the largest logarithm, 45, still fits 64 bits.
inline constexpr int point = 56;
inline constexpr std::uint64_t one = std::uint64_t{1} << point;
inline constexpr std::uint64_t ln2 = 49946518145322874;

constexpr std::uint64_t times(std::uint64_t a, std::uint64_t b) noexcept {
  return static_cast<std::uint64_t>(static_cast<wide>(a) * b >> point);
}

// ln(1 + i/256). Each step is 2 atanh(z) with z below 1/513, whose series has reached 2^-65 after
// three terms.
constexpr std::array<std::uint64_t, 256> logarithms() noexcept {
  std::array<std::uint64_t, 256> out{};
  for (std::uint64_t i = 1; i < out.size(); ++i) {
    const std::uint64_t z = one / (2 * (255 + i) + 1);
    const std::uint64_t z3 = times(times(z, z), z);
    out[i] = out[i - 1] + 2 * (z + z3 / 3 + times(times(z3, z), z) / 5);
  }
  return out;
}
inline constexpr std::array<std::uint64_t, 256> ln_of_256ths = logarithms();

}  // namespace exponential_detail

/// -ln(u) for u uniform in (0, 1], from 64 uniform bits: an exponential draw of mean 1, in 1/2^32.
/// Exact to two of these units. Thread: any.
constexpr std::uint64_t exponential(std::uint64_t uniform) noexcept {
  using namespace exponential_detail;
  if (uniform == 0) uniform = 1;
  const int zeros = std::countl_zero(uniform);
  const std::uint64_t mantissa = uniform << zeros;  // 1 to 2, with 63 bits behind the point
  const std::uint64_t slot = mantissa >> 55 & 255;
  const std::uint64_t base = (256 + slot) << 55;
  const auto r = static_cast<std::uint64_t>((static_cast<wide>(mantissa - base) << point) / base);
  // ln(1 + r) with r below 1/256: four terms of its series leave 2^-42.
  const std::uint64_t r2 = times(r, r);
  const std::uint64_t r3 = times(r2, r);
  const std::uint64_t near = r - r2 / 2 + r3 / 3 - times(r3, r) / 4;
  const std::uint64_t sum = static_cast<std::uint64_t>(zeros + 1) * ln2;
  return (sum - ln_of_256ths[slot] - near) >> (point - exponential_bits);
}

}  // namespace veriload::scheduler
