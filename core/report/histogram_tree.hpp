// Histograms as part of a result tree. Flow: run result, run file -> [histogram tree] -> reporters
// that want them.
#pragma once

#include "core/aggregation/request_stats.hpp"
#include "core/aggregation/run_result.hpp"
#include "core/base/node.hpp"

#include <vector>

namespace veriload::report {

/// The member `histograms` that vl_reporter_v1.finish describes: {total, endpoints: {NAME: ...}},
/// each with those of response, failed_response, service, first_byte and lag that have values.
/// Thread: any.
base::node histogram_tree(const aggregation::request_stats& total,
                          const std::vector<aggregation::named_stats>& endpoints);

}  // namespace veriload::report
