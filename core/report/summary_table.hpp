// The end of a run in a terminal. Flow: run result -> [summary] -> terminal.
#pragma once

#include <string>

namespace veriload::aggregation {
struct run_result;
}

namespace veriload::report {

struct summary_options {
  unsigned width = 100;  ///< columns of the terminal; less than 60 is taken as 60
  bool colour = false;   ///< ANSI escape codes are understood
};

/// What a person wants to know first: the curve, a row per endpoint, where the time went, the
/// causes of failures with an example each, checks, counters and the verdict of each rule with the
/// observed value beside it.
///
/// UTF-8, ends with a line feed. Latencies are response times, successes and failures together,
/// unless the row says otherwise. At most 40 endpoints and 10 causes are shown, with a line that
/// says how many are not. Texts from outside cannot change the terminal. Thread: any.
std::string summary_table(const aggregation::run_result& run, const summary_options& options);

}  // namespace veriload::report
