// A keyed shuffle of [0, size) that needs no table. Flow: index -> [bijection] -> place in a cut.
#pragma once

#include <array>
#include <cstdint>

namespace veriload::personas {

/// A permutation of [0, size): a Feistel network of six rounds over the next power of two, walked
/// until the value falls inside (cycle walking, Black and Rogaway 2002), less than two steps on
/// average. Not a cipher: it only has to look like chance.
///
/// Thread: immutable.
class bijection {
 public:
  /// `size` from 1 to 2^62.
  bijection(std::uint64_t size, std::uint64_t key);

  std::uint64_t size() const { return size_; }

  /// `index` must be below size().
  std::uint64_t operator()(std::uint64_t index) const;

  /// The index that operator() takes to `place`.
  std::uint64_t inverse(std::uint64_t place) const;

 private:
  static constexpr int rounds = 6;

  std::uint64_t forward(std::uint64_t value) const;
  std::uint64_t backward(std::uint64_t value) const;

  std::uint64_t size_;
  int low_bits_;  // of the right half; the left one has as many, or one more
  std::uint64_t low_mask_;
  std::uint64_t high_mask_;
  std::array<std::uint64_t, rounds> keys_;
};

}  // namespace veriload::personas
