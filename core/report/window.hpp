// A part of a kept run, recomputed from its seconds. Flow: run file -> [window] -> result tree ->
// reporters.
#pragma once

#include "core/base/node.hpp"
#include "core/report/run_file.hpp"

#include <cstdint>
#include <limits>

namespace veriload::report {

/// Whole seconds of a run: `from` up to, not including, `to`.
struct time_window {
  std::uint64_t from = 0;
  std::uint64_t to = std::numeric_limits<std::uint64_t>::max();
};

/// The figures of a window.
struct window_figures {
  /// A result tree with the members that seconds tell: counts, rates and percentiles of the run and
  /// its endpoints, the series, and `run` with `window` {from_seconds, to_seconds}, of a partial
  /// file with `partial` true. Members of the whole run alone (causes of errors, checks, segments,
  /// verdicts ...) are not in it.
  base::node tree;
  kept_totals totals;
  std::uint64_t seconds = 0;  ///< that were in it
};

/// Exact: the histograms of the seconds are added, so the window of all seconds has the percentiles
/// of the run. Throws setup_error when no second lies in the window. Thread: one.
window_figures figures_of(const run_file& file, const time_window& window);

}  // namespace veriload::report
