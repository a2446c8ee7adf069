#include "core/gates/slo.hpp"

#include <cmath>

namespace veriload::gates {
namespace {

void add_limits(const rule& scope, const std::string& key, const limits& allowed,
                std::vector<rule>& out) {
  if (allowed.max_p95_ms) {
    rule& p95 = out.emplace_back(scope);
    p95.text = key + ".max_p95_ms: " + plain_number(*allowed.max_p95_ms);
    p95.where = allowed.p95_where;
    p95.what = measure::percentile;
    p95.percent = 95;
    p95.clock = request_clock::all_responses;
    // Whole nanoseconds, so that the report tells the limit as it was given.
    p95.limit = std::ceil(*allowed.max_p95_ms * static_cast<double>(base::millisecond) - 0.5);
  }
  if (allowed.max_error_rate) {
    rule& rate = out.emplace_back(scope);
    rate.text = key + ".max_error_rate: " + plain_number(*allowed.max_error_rate);
    rate.where = allowed.error_rate_where;
    rate.what = measure::error_rate;
    rate.limit = *allowed.max_error_rate;
  }
}

}  // namespace

std::vector<rule> rules_of(const slo& promised) {
  std::vector<rule> out;
  rule scope;
  scope.how = comparison::at_most;
  scope.is_old_key = true;
  if (promised.global) add_limits(scope, "slo.global", *promised.global, out);
  scope.scope = rule_scope::endpoint;
  for (const endpoint_limits& one : promised.endpoints) {
    scope.target = one.name;
    add_limits(scope, "slo.endpoints \"" + one.name + "\"", one.allowed, out);
  }
  return out;
}

}  // namespace veriload::gates
