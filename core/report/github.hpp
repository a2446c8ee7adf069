// A run as GitHub Actions shows it. Flow: run result -> [github] -> step summary, annotations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veriload::aggregation {
struct run_result;
}

namespace veriload::report {

/// Markdown for the page of a job: verdict, rules with what was observed, endpoints, causes of
/// failures. At most 60 KB, whatever the run: GitHub takes 1 MB for all steps. Names from outside
/// cannot change the page. Thread: any.
std::string github_summary(const aggregation::run_result& run);

/// One workflow command `::error ...::` for each broken rule, at the place where it is written.
/// `file` is told relative to `workspace`, the checked-out repository. GitHub shows ten of a step:
/// from the eleventh on they are counted in the tenth. Thread: any.
std::vector<std::string> github_annotations(const aggregation::run_result& run,
                                            std::string_view workspace);

}  // namespace veriload::report
