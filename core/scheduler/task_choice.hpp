// Which task a user does next: a weighted draw. Flow: plan -> [scheduler] -> user.
#pragma once

#include "core/base/random.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::scheduler {

/// A weighted choice among tasks, in integers: task i is drawn with probability weight(i) / sum.
///
/// Thread: immutable after construction, shared by all users of a class.
class task_choice {
 public:
  /// Each weight is above 0; at least one.
  explicit task_choice(std::span<const std::uint32_t> weights);

  /// The index of the next task; draws once from `random` when there is a choice at all.
  std::uint32_t draw(base::random_stream& random) const noexcept;

 private:
  std::vector<std::uint64_t> up_to_;  // running sums
};

}  // namespace veriload::scheduler
