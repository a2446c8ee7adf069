#include "core/gates/slo.hpp"

#include <algorithm>
#include <cstdio>

namespace veriload::gates {
namespace {

using aggregation::verdict;

std::string four_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

verdict compare(const std::string& scope, const char* metric, double observed, double threshold) {
  verdict out{scope, metric, observed, threshold, observed <= threshold, {}};
  if (!out.passed) {
    out.message = scope + " " + metric + " is " + four_digits(observed) + ", allowed are at most " +
                  four_digits(threshold);
  }
  return out;
}

void judge_group(const std::string& scope, const limits& allowed,
                 const aggregation::request_stats* group, std::vector<verdict>& out) {
  if (!allowed.max_p95_ms && !allowed.max_error_rate) return;
  if (!group || group->requests == 0) {
    out.push_back({scope, "requests", 0.0, 1.0, false,
                   scope + " requests is 0, needed are at least 1: without data a gate fails"});
    return;
  }
  if (allowed.max_p95_ms) {
    const auto p95 = static_cast<double>(group->all_responses().percentile(95));
    out.push_back(compare(scope, "p95_ms", p95 / base::millisecond, *allowed.max_p95_ms));
  }
  if (allowed.max_error_rate) {
    out.push_back(compare(scope, "error_rate", group->error_rate(), *allowed.max_error_rate));
  }
}

}  // namespace

std::vector<verdict> judge(const slo& promised, const aggregation::run_result& run) {
  std::vector<verdict> out;
  if (promised.global) judge_group("global", *promised.global, &run.total, out);
  for (const endpoint_limits& one : promised.endpoints) {
    const auto found = std::ranges::find(run.endpoints, one.name, &aggregation::named_stats::name);
    judge_group("endpoint:" + one.name, one.allowed,
                found == run.endpoints.end() ? nullptr : &found->stats, out);
  }
  return out;
}

std::vector<verdict> breaches(const std::vector<verdict>& verdicts) {
  std::vector<verdict> out;
  std::ranges::copy_if(verdicts, std::back_inserter(out),
                       [](const verdict& one) { return !one.passed; });
  return out;
}

}  // namespace veriload::gates
