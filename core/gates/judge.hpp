// Judges a run by its rules. Flow: run result, rules -> [judge] -> verdicts -> exit code, reports.
#pragma once

#include "core/aggregation/run_result.hpp"
#include "core/gates/rule.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace veriload::gates {

/// What the seconds of a run said of one rule with `for` or `abort`.
struct watch_outcome {
  std::uint32_t measured_seconds = 0;  ///< whole seconds that had something to measure
  /// The limit that was broken through the worst `for` seconds in a row, as the rule measures it;
  /// meaningful when measured_seconds reaches the rule's.
  double held = 0.0;
  bool ended_run = false;
  base::ns ended_at = 0;  ///< since the start of the run
};

/// One verdict per rule, in their order. `watched` is empty or has one outcome per rule.
///
/// A percentile is judged by the bound of its confidence interval on the far side of the limit: the
/// upper bound must keep a `<`. Too few values for that bound are "not measurable", and no value is
/// "no data": both fail, because nothing was proved. A rule that ended the run is broken whatever
/// came after.
///
/// The old keys compare the number that the report shows, so verdict and report never contradict
/// each other; without any request their scope fails with the one metric "requests", observed 0,
/// threshold 1. Thread: any.
std::vector<aggregation::verdict> judge(std::span<const rule> rules,
                                        const aggregation::run_result& run,
                                        std::span<const watch_outcome> watched = {});

/// The verdicts that failed, in order. Thread: any.
std::vector<aggregation::verdict> breaches(const std::vector<aggregation::verdict>& verdicts);

}  // namespace veriload::gates
