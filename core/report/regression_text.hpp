// A comparison for people and for programs. Flow: regression report -> [text, tree] -> terminal,
// JSON.
#pragma once

#include "core/base/node.hpp"
#include "core/gates/regression.hpp"
#include "core/report/summary_table.hpp"

#include <string>

namespace veriload::report {

/// The verdict, then what regressed, what improved, what came and what went. At most 40 rows of a
/// kind and a line that counts the rest. Ends with a line feed. Thread: any.
std::string regression_text(const gates::regression_report& found, const summary_options& options);

/// {passed, regressions, improvements, within_allowance, unchanged, added, removed, worst}; a
/// change is {scope, metric, baseline, current, delta, relative, allowed}. Thread: any.
base::node regression_tree(const gates::regression_report& found);

}  // namespace veriload::report
