#include "core/gates/regression.hpp"

#include <algorithm>
#include <limits>

namespace veriload::gates {
namespace {

// Differences of decimal fractions are not exact in binary: 0.03 - 0.02 is above 0.01.
constexpr double rounding = 1e-9;

change_kind kind_of(double baseline, double current, double allowed) {
  const double delta = current - baseline;
  const double noise = rounding * std::max(baseline, current);
  if (delta > allowed + noise) return change_kind::regressed;
  if (delta < -noise) return change_kind::improved;
  return delta > noise ? change_kind::within : change_kind::same;
}

void add(regression_report& to, const std::string& scope, const group_figures& baseline,
         const group_figures& current, const allowances& allowed) {
  const double p95 = std::max(allowed.p95_ms, baseline.p95_ms * allowed.p95_percent / 100);
  to.changes.push_back({scope, "p95_ms", baseline.p95_ms, current.p95_ms, p95,
                        kind_of(baseline.p95_ms, current.p95_ms, p95)});
  to.changes.push_back({scope, "error_rate", baseline.error_rate, current.error_rate,
                        allowed.error_rate,
                        kind_of(baseline.error_rate, current.error_rate, allowed.error_rate)});
}

}  // namespace

std::optional<double> change::relative() const {
  if (baseline == 0) return std::nullopt;
  return delta() / baseline;
}

std::optional<std::size_t> regression_report::worst() const {
  const auto weight = [](const change& of) {
    if (of.allowed > 0) return of.delta() / of.allowed;
    return of.relative().value_or(std::numeric_limits<double>::infinity());
  };
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].kind != change_kind::regressed) continue;
    if (!found || weight(changes[i]) > weight(changes[*found])) found = i;
  }
  return found;
}

std::size_t regression_report::count(change_kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(changes, kind, &change::kind));
}

regression_report compare_figures(const report_figures& baseline, const report_figures& current,
                                  const allowances& allowed) {
  regression_report out;
  add(out, "global", baseline.global, current.global, allowed);
  for (const auto& [name, figures] : baseline.endpoints) {
    const auto now = current.endpoints.find(name);
    if (now == current.endpoints.end()) {
      out.removed.push_back(name);
    } else {
      add(out, "endpoint:" + name, figures, now->second, allowed);
    }
  }
  for (const auto& [name, figures] : current.endpoints) {
    if (!baseline.endpoints.contains(name)) out.added.push_back(name);
  }
  return out;
}

}  // namespace veriload::gates
