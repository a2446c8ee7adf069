// What a run came to, in one code and one line. Flow: conducted run -> [outcome] -> exit code,
// terminal.
#pragma once

#include "core/base/exit_code.hpp"
#include "core/base/node.hpp"
#include "core/run/conductor.hpp"
#include "core/run/report_files.hpp"

#include <string>
#include <vector>

namespace veriload::cli {

/// Everything that speaks against a run, and the code that follows.
struct run_outcome {
  std::string no_run;             ///< why the run proves nothing about the target; empty = it does
  std::vector<exit_code> causes;  ///< all that apply, the one that wins first; empty = passed

  exit_code code() const { return causes.empty() ? exit_code::passed : causes.front(); }
};

/// A run in which nothing ever worked proves nothing about the target: what stood in the way, or
/// nothing. Thread: main.
std::string why_no_run(const run::conducted_run& run);

/// `files_written` says whether every file that was asked for is where it was wanted. The verdicts
/// and the judgement of the result are made, and its could_not_run is why_no_run. Thread: main.
run_outcome outcome_of(const run::conducted_run& run, bool files_written);

/// "passed", "gate failed", "not valid" ...
const char* word_of(exit_code code);

/// One line without a line feed: the word, the verdict on the numbers, requests, failures, p95, and
/// how many rules were kept.
std::string verdict_line(const aggregation::run_result& result, const run_outcome& outcome);

/// The result tree with `outcome`: {exit_code, word, causes, could_not_run, reports}.
base::node outcome_tree(const run::conducted_run& run, const run_outcome& outcome,
                        const std::vector<run::written_report>& reports);

}  // namespace veriload::cli
