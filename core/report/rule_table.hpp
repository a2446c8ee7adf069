// The verdict of each rule with what was observed. Flow: verdicts -> [rule table] -> terminal
// summary.
#pragma once

#include "core/report/text_table.hpp"

#include <vector>

namespace veriload::aggregation {
struct verdict;
}

namespace veriload::report {

/// A row per verdict: a mark, the rule, the observed value, and, unless `narrow`, how sure it is.
/// Where there is no colour, a word stands beside the mark. Thread: any.
text_table rule_table(const std::vector<aggregation::verdict>& verdicts, bool colour, bool narrow);

}  // namespace veriload::report
