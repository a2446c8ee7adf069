// The limits of `slo.global` and `slo.endpoints` as rules. Flow: configuration -> [slo] -> rules.
#pragma once

#include "core/gates/rule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace veriload::gates {

/// What a group of requests must keep to; a limit that is not set is not judged.
struct limits {
  std::optional<double> max_p95_ms;      ///< response time of successes and failures together
  std::optional<double> max_error_rate;  ///< failures / requests, 0 to 1
  base::place p95_where{};
  base::place error_rate_where{};
};

struct endpoint_limits {
  std::string name;  ///< as in the report
  limits allowed;
};

struct slo {
  std::optional<limits> global;  ///< over all endpoints
  std::vector<endpoint_limits> endpoints;
};

/// One rule per limit: first the global ones, then those of each endpoint in the order given. A
/// limit is broken when the observed value is above it, not when equal. Thread: any.
std::vector<rule> rules_of(const slo& promised);

}  // namespace veriload::gates
