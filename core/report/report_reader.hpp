// Figures out of a JSON report. Flow: report file -> [report reader] -> comparison.
#pragma once

#include "core/gates/regression.hpp"

#include <string>
#include <string_view>

namespace veriload::report {

/// Reads `latency_ms.p95`, `error_rate` and `endpoints` of a JSON report of this version, or of
/// VeriLoad 0.1. Throws setup_error (exit code `usage`) `file:line:column: ...` when the file
/// cannot be read, is no JSON, lacks one of them or has it in another kind, and when it is of a run
/// without a request: nothing can be compared with that. Thread: any.
gates::report_figures read_report(const std::string& path);

/// The same for text that is already here; `name` stands for the file in messages.
gates::report_figures read_report_text(std::string_view text, const std::string& name);

}  // namespace veriload::report
