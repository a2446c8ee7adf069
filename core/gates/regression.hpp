// Holds the figures of one report against those of another. Flow: two reports -> [regression] ->
// `veriload compare`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace veriload::gates {

/// What a report says of one group of requests.
struct group_figures {
  double p95_ms = 0.0;      ///< latency_ms.p95
  double error_rate = 0.0;  ///< 0 to 1
};

struct report_figures {
  group_figures global;
  std::map<std::string, group_figures> endpoints;  ///< by name
};

/// How much worse a value may become. Of two limits on p95 the wider one counts for each scope.
struct allowances {
  double p95_ms = 0.0;
  double p95_percent = 0.0;  ///< of the baseline's value
  double error_rate = 0.0;   ///< a difference of shares
};

enum class change_kind : std::uint8_t { same, improved, within, regressed };

/// One metric of one scope that both reports have.
struct change {
  std::string scope;   ///< "global", then "endpoint:NAME" in the order of the names
  std::string metric;  ///< "p95_ms" or "error_rate"
  double baseline = 0.0;
  double current = 0.0;
  double allowed = 0.0;  ///< most that current may be above baseline
  change_kind kind = change_kind::same;

  double delta() const { return current - baseline; }
  /// delta / baseline; nothing when the baseline is 0.
  std::optional<double> relative() const;
};

struct regression_report {
  std::vector<change> changes;       ///< all, two for each scope
  std::vector<std::string> added;    ///< endpoints of the current report alone
  std::vector<std::string> removed;  ///< endpoints of the baseline alone

  /// Index of the regression that is farthest beyond what is allowed: by delta / allowed, or by
  /// delta / baseline where nothing is allowed. Nothing without a regression.
  std::optional<std::size_t> worst() const;
  std::size_t count(change_kind kind) const;
};

/// A value has regressed when it is more than the allowance above the baseline, not when equal.
/// Thread: any.
regression_report compare_figures(const report_figures& baseline, const report_figures& current,
                                  const allowances& allowed);

}  // namespace veriload::gates
