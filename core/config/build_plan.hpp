// The checked document as plain structs. Flow: check, cross rules -> [build plan] -> plan.
#pragma once

#include "core/base/node.hpp"
#include "core/config/plan.hpp"

#include <string>

namespace veriload::config {

/// Makes relative paths (scenario, stop file, reports, a sqlite file) relative to `folder`, the
/// directory of the configuration file; an empty folder leaves them as they are. Changes
/// `effective` in place.
void resolve_paths(base::node& effective, const std::string& folder);

/// The plan of a document that passed every check. Thread: any.
plan build_plan(const base::node& effective);

}  // namespace veriload::config
