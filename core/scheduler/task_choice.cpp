#include "core/scheduler/task_choice.hpp"

#include "core/base/assert.hpp"

#include <algorithm>

namespace veriload::scheduler {

task_choice::task_choice(std::span<const std::uint32_t> weights) {
  VL_ASSERT(!weights.empty(), "a user class without a task is refused when it is declared");
  std::uint64_t sum = 0;
  for (const std::uint32_t w : weights)
    up_to_.push_back(sum += w);
}

std::uint32_t task_choice::draw(base::random_stream& random) const noexcept {
  if (up_to_.size() == 1) return 0;
  const std::uint64_t at = random.below(up_to_.back());
  const auto found = std::ranges::upper_bound(up_to_, at);
  return static_cast<std::uint32_t>(found - up_to_.begin());
}

}  // namespace veriload::scheduler
