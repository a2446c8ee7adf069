// What a run tells GitHub Actions when it runs there. Flow: run result -> [github actions] -> job
// page.
#pragma once

namespace veriload::aggregation {
struct run_result;
}

namespace veriload::cli {

/// When GITHUB_ACTIONS is "true": appends a Markdown summary to the file that GITHUB_STEP_SUMMARY
/// names, and prints an annotation for each broken rule to standard error, which the runner reads
/// as it reads standard output. What cannot be written is a warning: it changes no exit code.
/// Thread: main.
void tell_github(const aggregation::run_result& run);

}  // namespace veriload::cli
