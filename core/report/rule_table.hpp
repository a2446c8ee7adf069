// The verdict of each rule with what was observed. Flow: verdicts -> [rule table] -> terminal
// summary.
#pragma once

#include "core/report/text_table.hpp"

#include <string>
#include <vector>

namespace veriload::aggregation {
struct verdict;
}

namespace veriload::report {

/// A value of a verdict in its unit: "240 ms", "0.52 %", "480/s", "12". Thread: any, like all here.
std::string verdict_value(const aggregation::verdict& of, double value);

/// The rule as it was written, behind its name if it has one; of the old keys scope and metric.
std::string rule_text(const aggregation::verdict& of);

/// A row per verdict: a mark, the rule, the observed value, and, unless `narrow`, how sure it is.
/// Where there is no colour, a word stands beside the mark.
text_table rule_table(const std::vector<aggregation::verdict>& verdicts, bool colour, bool narrow);

}  // namespace veriload::report
