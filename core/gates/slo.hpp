// Judges a run by what was promised. Flow: run result -> [slo] -> verdicts -> exit code, reports.
#pragma once

#include "core/aggregation/run_result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace veriload::gates {

/// What a group of requests must keep to; a limit that is not set is not judged.
struct limits {
  std::optional<double> max_p95_ms;      ///< response time of successes and failures together
  std::optional<double> max_error_rate;  ///< failures / requests, 0 to 1
};

struct endpoint_limits {
  std::string name;  ///< as in the report
  limits allowed;
};

struct slo {
  std::optional<limits> global;  ///< over all endpoints
  std::vector<endpoint_limits> endpoints;
};

/// One verdict per limit: first the global ones, then those of each endpoint in the order given.
///
/// A limit is broken when the observed value is above it, not when equal. The observed p95 is the
/// number that the report shows, so verdict and report never contradict each other. A scope with
/// limits but without any request fails with the one metric "requests", observed 0, threshold 1:
/// nothing was proved. Thread: any.
std::vector<aggregation::verdict> judge(const slo& promised, const aggregation::run_result& run);

/// The verdicts that failed, in order. Thread: any.
std::vector<aggregation::verdict> breaches(const std::vector<aggregation::verdict>& verdicts);

}  // namespace veriload::gates
