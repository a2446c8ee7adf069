// Writes the reports of a finished run. Flow: run result -> [report files] -> reporter plugins ->
// disk.
#pragma once

#include "core/base/node.hpp"
#include "core/run/preparation.hpp"

#include <string>
#include <vector>

namespace veriload::run {

/// What became of one report.
struct written_report {
  std::string name;   ///< the key under `reports:`
  std::string file;   ///< where it is now
  std::string error;  ///< why it is not where it was wanted; empty = it is
};

/// Lets each reporter write its file, whole or not at all. A report that cannot be written where it
/// was wanted goes to the folder for temporary files instead, so that a full disk does not cost the
/// result of a run; `file` is empty when that failed too. `histograms` (see histogram_tree) are
/// added to the result for reporters that want them. Thread: the report thread.
std::vector<written_report> write_reports(const std::vector<wanted_report>& wanted,
                                          const base::node& result,
                                          const base::node& histograms = {});

/// The tree that a reporter gets: `result`, or `both` when it wants histograms. Thread: any.
const base::node& tree_for(const vl_reporter_v1& reporter, const base::node& result,
                           const base::node& both);

}  // namespace veriload::run
