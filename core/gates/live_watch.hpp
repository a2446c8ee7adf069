// Judges rules second by second while the run runs. Flow: merged seconds -> [live watch] -> judge,
// the end of the run.
#pragma once

#include "core/aggregation/interval_block.hpp"
#include "core/gates/hold_window.hpp"
#include "core/gates/judge.hpp"
#include "core/gates/rule.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::aggregation {
class name_table;
}

namespace veriload::gates {

/// Watches the rules that have `for` or `abort`; the others cost nothing.
///
/// A rule with `for` is broken when every one of so many whole seconds in a row breaks it. A second
/// without a request says nothing of a time or a share: it neither counts nor ends the row. A rule
/// that only has `abort` is looked at over all seconds so far, and is broken for sure when not even
/// the near end of a 99.9 % interval keeps it (it is looked at again and again, so 95 % would end a
/// good run too often), or, for a bound on a count or an extreme, when it is crossed.
///
/// Memory: a histogram for each watched rule on times that has no `for`.
/// Thread: owned by one, the conductor's.
class live_watch {
 public:
  /// Both outlive the watch.
  live_watch(std::span<const rule> rules, const aggregation::name_table& endpoints);

  /// Takes the second that ended `elapsed` after the start. One that is not over at `load_end`,
  /// when users begin to wind down, does not count. The rule that is broken for sure and is to end
  /// the run, once, or nullptr.
  const rule* add(const aggregation::interval_block& second, base::ns elapsed, base::ns load_end);

  /// One for each rule, in their order.
  std::vector<watch_outcome> outcomes() const;

 private:
  struct watched {
    const rule* by;
    std::size_t index;  // among all rules
    hold_window row;
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    aggregation::histogram so_far;
    watch_outcome outcome;
  };

  aggregation::endpoint_interval sum_of(const aggregation::interval_block& second) const;
  void take_row(watched& one, const aggregation::endpoint_interval& of);
  bool is_broken_for_sure(watched& one, const aggregation::endpoint_interval& of);

  const aggregation::name_table& endpoints_;
  std::size_t rules_;
  std::vector<watched> watched_;
  bool has_ended_run_ = false;
};

}  // namespace veriload::gates
