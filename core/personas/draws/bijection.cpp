#include "core/personas/draws/bijection.hpp"

#include "core/base/assert.hpp"
#include "core/base/random.hpp"

#include <algorithm>
#include <bit>

namespace veriload::personas {

bijection::bijection(std::uint64_t size, std::uint64_t key) : size_(size) {
  VL_ASSERT(size >= 1 && size <= (std::uint64_t{1} << 62), "the plan bounds the pool");
  const int bits = std::max(2, static_cast<int>(std::bit_width(size - 1)));
  low_bits_ = bits / 2;
  low_mask_ = (std::uint64_t{1} << low_bits_) - 1;
  high_mask_ = (std::uint64_t{1} << (bits - low_bits_)) - 1;
  for (std::uint64_t round = 0; round < keys_.size(); ++round) {
    keys_[round] = base::mix64(key + (round + 1) * 0x9e3779b97f4a7c15ULL);
  }
}

std::uint64_t bijection::forward(std::uint64_t value) const {
  std::uint64_t low = value & low_mask_;
  std::uint64_t high = value >> low_bits_;
  for (int round = 0; round < rounds; round += 2) {
    high ^= base::mix64(low ^ keys_[static_cast<std::size_t>(round)]) & high_mask_;
    low ^= base::mix64(high ^ keys_[static_cast<std::size_t>(round) + 1]) & low_mask_;
  }
  return high << low_bits_ | low;
}

std::uint64_t bijection::backward(std::uint64_t value) const {
  std::uint64_t low = value & low_mask_;
  std::uint64_t high = value >> low_bits_;
  for (int round = rounds - 2; round >= 0; round -= 2) {
    low ^= base::mix64(high ^ keys_[static_cast<std::size_t>(round) + 1]) & low_mask_;
    high ^= base::mix64(low ^ keys_[static_cast<std::size_t>(round)]) & high_mask_;
  }
  return high << low_bits_ | low;
}

std::uint64_t bijection::operator()(std::uint64_t index) const {
  VL_ASSERT(index < size_, "an index below the size");
  std::uint64_t value = forward(index);
  while (value >= size_)
    value = forward(value);
  return value;
}

std::uint64_t bijection::inverse(std::uint64_t place) const {
  VL_ASSERT(place < size_, "a place below the size");
  std::uint64_t value = backward(place);
  while (value >= size_)
    value = backward(value);
  return value;
}

}  // namespace veriload::personas
