#include "core/scheduler/pause.hpp"

#include "core/scheduler/exponential.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace veriload::scheduler {
namespace {

__extension__ using wide = unsigned __int128;

// In (0, 1]: its logarithm is finite.
double unit(std::uint64_t bits) { return (static_cast<double>(bits >> 11) + 1) * 0x1.0p-53; }

// Box and Muller 1958.
double standard_normal(base::random_stream& random) {
  const double radius = std::sqrt(-2 * std::log(unit(random.next())));
  return radius * std::cos(2 * std::numbers::pi * unit(random.next()));
}

}  // namespace

base::ns pause::draw(base::random_stream& random) const noexcept {
  switch (kind_) {
    case kind::constant:
      return first_;
    case kind::uniform:
      return first_ +
             static_cast<base::ns>(random.below(static_cast<std::uint64_t>(second_ - first_) + 1));
    case kind::normal: {
      const double drawn =
          static_cast<double>(first_) + standard_normal(random) * static_cast<double>(second_);
      return drawn > 0 ? std::llround(drawn) : 0;
    }
    case kind::exponential:
      return static_cast<base::ns>(
          static_cast<wide>(first_) * scheduler::exponential(random.next()) >> exponential_bits);
  }
  return first_;
}

}  // namespace veriload::scheduler
