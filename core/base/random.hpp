// Counter-based random numbers: 24 bytes per user, repeatable from the run's seed. Flow: used by
// user, loop.
#pragma once

#include <cstdint>

namespace veriload::base {

/// Mixes a 64-bit word so that neighbouring inputs give unrelated outputs (the finaliser of
/// SplitMix64, Steele, Lea, Flood 2014).
constexpr std::uint64_t mix64(std::uint64_t z) noexcept {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// One stream of random numbers, a function of (seed, stream) only. SplitMix64 with a per-stream
/// odd increment, so two users of one run never share a sequence. Thread: owned by one.
class random_stream {
 public:
  constexpr random_stream(std::uint64_t seed, std::uint64_t stream) noexcept
      : state_(mix64(seed + 0x9e3779b97f4a7c15ULL)),
        step_(mix64(stream + 0x632be59bd9b4e019ULL) | 1) {}

  constexpr std::uint64_t next() noexcept { return mix64(state_ += step_); }

  /// Uniform in [0, bound), without bias (Lemire 2019). `bound` must be above 0.
  std::uint64_t below(std::uint64_t bound) noexcept {
    __extension__ using wide = unsigned __int128;
    wide product = static_cast<wide>(next()) * bound;
    auto low = static_cast<std::uint64_t>(product);
    if (low < bound) {
      const std::uint64_t threshold = (0 - bound) % bound;
      while (low < threshold) {
        product = static_cast<wide>(next()) * bound;
        low = static_cast<std::uint64_t>(product);
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

 private:
  std::uint64_t state_;
  std::uint64_t step_;
};

}  // namespace veriload::base
