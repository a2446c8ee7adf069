// The rules of a run as JUnit test cases. Flow: run result -> [suite] -> JUnit document.
#pragma once

#include "veriload/node_view.hpp"

#include <string>

namespace veriload::report_junit {

/// The whole document: one suite with a case for the run itself, which is an error when the run was
/// interrupted, aborted or no run at all; one for the measurement where the result judges itself,
/// an error when it is invalid; and one for each rule, a failure when it is broken. Counts are
/// those of the cases; `time` is the length of the run. Thread: any.
std::string junit_document(node_view result);

}  // namespace veriload::report_junit
