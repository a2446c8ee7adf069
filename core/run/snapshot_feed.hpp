// Gives each second to the reporters that want it. Flow: conductor -> [feed] -> reporter plugins.
#pragma once

#include "core/aggregation/snapshot.hpp"
#include "core/run/preparation.hpp"

#include <vector>

namespace veriload::run {

/// Thread: the conductor's, which is the report thread of the plugin interface.
void feed_snapshot(const std::vector<wanted_report>& reports, const aggregation::snapshot& second);

}  // namespace veriload::run
