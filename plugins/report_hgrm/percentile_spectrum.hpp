// A histogram as the text that HdrHistogram writes. Flow: result tree -> [spectrum] -> report file.
#pragma once

#include "veriload/hdr_buckets.hpp"

#include <string>
#include <vector>

namespace veriload::report_hgrm {

/// The percentile distribution in the form of HdrHistogram's outputPercentileDistribution (Java),
/// five steps per halving, values in milliseconds: byte for byte what that library writes of the
/// same buckets. Thread: any.
std::string percentile_spectrum(const std::vector<hdr_bucket>& buckets);

}  // namespace veriload::report_hgrm
