// What each measure means, in words, beside the numbers. Flow: load model -> [definitions] ->
// result tree.
#pragma once

#include "core/base/node.hpp"

#include <string>

namespace veriload::report {

/// A map of measures to their meaning; that of response time depends on `load_model` (closed, open,
/// partly_open). Thread: any.
base::node definitions(const std::string& load_model);

}  // namespace veriload::report
