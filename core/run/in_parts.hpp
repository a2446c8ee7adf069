// Work on many personas, divided among threads. Flow: dataset commands -> [in parts] -> personas.
#pragma once

#include <cstdint>
#include <functional>

namespace veriload::run {

/// What is done with one stretch: number of the part, first index, index behind the last.
using part_work = std::function<void(std::uint32_t, std::uint64_t, std::uint64_t)>;

/// Divides [0, count) into `parts` neighbouring stretches of equal length, as well as it goes, and
/// works on each on a thread of its own, the first on the caller's. Returns when all are done.
/// Throws what the first of them threw. `parts` must be above 0. Thread: any.
void in_parts(std::uint64_t count, std::uint32_t parts, const part_work& work);

}  // namespace veriload::run
