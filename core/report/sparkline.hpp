// A curve in one line of text. Flow: series -> [sparkline] -> terminal summary.
#pragma once

#include <span>
#include <string>

namespace veriload::report {

/// The values as bars of eight heights, from 0 to the largest one. More values than `columns` are
/// joined in equal groups of which the largest counts, so that a short peak stays visible; fewer
/// are drawn one column each. 0 and below is a blank. Thread: any.
std::string sparkline(std::span<const double> values, std::size_t columns);

}  // namespace veriload::report
