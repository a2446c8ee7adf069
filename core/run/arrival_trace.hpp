// The instants of arrivals from a file. Flow: profile.trace -> [arrival trace] -> arrival schedule.
#pragma once

#include "core/base/clock.hpp"

#include <string>
#include <vector>

namespace veriload::run {

/// Reads offsets since the start of the run, in seconds: one number per line, or one JSON object
/// per line with the member `offset_seconds`, other members are passed over. Lines without content
/// and lines that begin with # count for nothing. The offsets must ascend (equal ones may follow
/// each other) and be from 0 to a billion; there must be one at least and ten million at most.
///
/// Throws setup_error "file:line:column: what was found, what was expected". Thread: any.
std::vector<base::ns> read_arrival_trace(const std::string& file);

}  // namespace veriload::run
