// Which locale persona #i has, so that every prefix keeps the shares. Flow: data.locales ->
// [shares] -> personas.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::personas {

/// An endless fair sequence of kinds with given weights.
///
/// Weights become whole parts with a sum of at most `most_parts`: exactly when they are short
/// decimal fractions (0.7 and 0.3 become 7 and 3), else rounded. Among the first n places every
/// kind has its share n * part / parts to within 1, for every n, so few users see the same mix as
/// many.
///
/// Thread: immutable after construction, read from any thread.
class fair_sequence {
 public:
  static constexpr std::uint32_t most_parts = 65536;

  /// `weights`: 1 to 65536 finite numbers above 0; each gets at least one part.
  explicit fair_sequence(std::span<const double> weights);

  /// The kind at `index`, a position in `weights`. Constant time.
  std::uint32_t at(std::uint64_t index) const { return period_[index % period_.size()]; }

  /// Places after which the sequence repeats: the sum of parts().
  std::uint64_t period() const { return period_.size(); }

  /// Whole parts of each kind.
  std::span<const std::uint32_t> parts() const { return parts_; }

 private:
  std::vector<std::uint32_t> parts_;
  std::vector<std::uint16_t> period_;
};

}  // namespace veriload::personas
