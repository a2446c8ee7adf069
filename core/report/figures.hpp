// Numbers as people read them. Flow: run result -> [figures] -> terminal summary.
#pragma once

#include "core/base/clock.hpp"

#include <cstdint>
#include <string>

namespace veriload::report {

/// 1234567 as "1,234,567". Thread: any, like all functions here.
std::string count_text(std::uint64_t value);

/// Four significant digits at the most: "0.25", "133.3", "12,346".
std::string rate_text(double value);

/// A length of time with three significant digits in the fitting unit: "850 us", "18.5 ms", "1.20
/// s", "61.5 s", "12.3 min".
std::string length_text(base::ns length);

/// "512 B", "1.21 kB", "3.40 MB" (powers of 1,000).
std::string bytes_text(std::uint64_t bytes);

/// A share of 0 to 1 in percent; never "0 %" or "100 %" unless it is exactly that: "0.02 %", "<
/// 0.01 %", "99.9 %".
std::string share_text(double share);

}  // namespace veriload::report
