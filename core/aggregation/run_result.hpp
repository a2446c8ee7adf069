// What every report is a view of. Flow: recorders -> [run result] -> gates, reports.
#pragma once

#include "core/aggregation/health.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/aggregation/request_stats.hpp"
#include "core/aggregation/sample.hpp"
#include "core/aggregation/series.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace veriload::aggregation {

/// What was run, where and how it ended. Filled by the wiring of the run; empty or 0 = not known.
struct run_metadata {
  std::string tool_version;
  std::string plan_hash;
  std::uint64_t seed = 0;
  base::ns started = 0;   ///< wall clock, since 1970-01-01 UTC
  base::ns duration = 0;  ///< from the first user's start to the end of the drain
  std::string host;
  std::string kernel;
  std::string cpu_model;
  std::uint32_t cpu_count = 0;
  std::uint32_t threads = 0;
  std::string profile;     ///< "soak", "ramp" ...
  std::string load_model;  ///< "closed", "open" or "partly_open"
  base::ns warmup = 0;     ///< at the beginning of `duration`; in no figure but those of `warmup`
  std::string end_reason;  ///< "profile ended", "max_duration_seconds", "stop file" ...
  bool interrupted = false;
  std::string could_not_run;      ///< why the run was no run; empty = it was one
  std::string aborted;            ///< why it was ended without all figures; empty = it was not
  std::uint64_t loop_stalls = 0;  ///< how often something held up a loop for 100 ms or more
  base::ns longest_loop_stall = 0;

  /// The part of `duration` that the figures are of.
  base::ns measured() const noexcept { return duration > warmup ? duration - warmup : duration; }
};

/// What became of the arrivals of an open or partly open plan. Move-only because of its histogram.
struct arrival_counts {
  std::uint64_t planned = 0;  ///< came due; started + skipped
  std::uint64_t started = 0;
  std::uint64_t late = 0;     ///< of these, more than 10 ms after their instant
  std::uint64_t skipped = 0;  ///< found no free user in time, or until the plan ended
  histogram lateness;         ///< started - planned, of those started
  base::ns span = 0;          ///< the time in which they came due

  double planned_rate() const noexcept { return rate_of(planned); }   ///< per second
  double achieved_rate() const noexcept { return rate_of(started); }  ///< per second

  /// Counts of another worker; `span` is the longer one.
  void merge(const arrival_counts& other) {
    planned += other.planned;
    started += other.started;
    late += other.late;
    skipped += other.skipped;
    lateness.merge(other.lateness);
    span = std::max(span, other.span);
  }

 private:
  double rate_of(std::uint64_t arrivals) const noexcept {
    return span > 0 ? static_cast<double>(arrivals) / base::in_seconds(span) : 0.0;
  }
};

/// What one rule of a gate found. Values are in the unit that `unit` names.
struct verdict {
  std::string scope;   ///< "global", "endpoint:NAME", "segment:NAME" or "check:NAME"
  std::string metric;  ///< "p95(response)", "error_rate" ...; of the old keys "p95_ms",
                       ///< "error_rate", or "requests" when there was nothing to judge
  double observed = 0.0;
  double threshold = 0.0;
  bool passed = false;
  std::string message;     ///< of a failed one, for people
  std::string rule;        ///< as it was written
  std::string name;        ///< what the configuration calls it; empty = the rule is its own name
  std::string where;       ///< file:line:column of the rule; empty = not known
  std::string comparison;  ///< what observed must be to the threshold: "<", "<=", ">", ">="
  std::string unit;        ///< "ms", "share" (0 to 1), "per_second" or "count"
  /// A percentile's confidence interval, which decides; without one both are what was observed.
  bool has_interval = false;
  double low = 0.0;
  double high = 0.0;
  std::uint64_t samples = 0;  ///< values that the observed one was made of
  bool measurable = true;     ///< false: no or too few data, which fails
  bool ended_run = false;     ///< it was broken for sure while the run ran, and ended it
};

struct named_stats {
  std::string name;
  request_stats stats;
};

/// Failed requests of one cause.
struct error_row {
  std::string endpoint;
  error_class kind = error_class::other;
  std::int32_t code = 0;
  std::uint64_t count = 0;
  std::string example;
};

/// A persona to which requests or tasks failed.
struct failed_persona_row {
  std::uint64_t index = 0;  ///< of the pool
  std::string persona_id;
  std::uint64_t user = 0;  ///< number of its first user that failed
  std::uint64_t failures = 0;
  std::vector<std::string> requests;  ///< names of endpoints, at most eight
  std::string example;                ///< why the first one failed
};

struct check_row {
  std::string name;
  check_counts counts;
};

struct counter_row {
  std::string name;
  std::string unit;
  double value = 0.0;
};

/// The figures of a group without its histograms.
struct group_summary {
  std::string name;  ///< empty for a whole worker
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  latency_summary latency;  ///< of successes and failures
};

/// One worker's own share, for comparing workers with each other.
struct worker_result {
  std::uint32_t index = 0;
  std::uint32_t target_users = 0;        ///< filled by the wiring
  std::vector<std::string> persona_ids;  ///< filled by the wiring
  group_summary total;
  std::vector<group_summary> endpoints;  ///< sorted by name
  std::vector<group_summary> segments;   ///< sorted by name
};

/// What was planned in the warm-up, which no other figure contains.
struct warmup_result {
  request_stats total;
  std::vector<named_stats> endpoints;  ///< sorted by name
  std::vector<check_row> checks;       ///< sorted by name
  std::vector<counter_row> counters;   ///< sorted by name
  std::uint64_t iterations = 0;
  std::uint64_t task_failures = 0;
};

/// Everything that is known of a run. Plain data; move-only because of its histograms.
///
/// Memory, measured: 148 KB for each endpoint with latencies from 1 to 20 ms, 41 KB for each
/// segment, 6 MB for the series of an hour or more at 1,000 requests per second. It does not grow
/// with the number of requests.
struct run_result {
  run_metadata run;
  request_stats total;
  std::vector<named_stats> endpoints;     ///< sorted by name
  std::vector<named_stats> segments;      ///< sorted by name
  std::vector<error_row> errors;          ///< most frequent first, at most `most_causes`
  std::uint64_t other_errors = 0;         ///< failures of causes that were not kept
  std::vector<task_cause> task_failures;  ///< most frequent first, at most `most_causes`
  std::uint64_t other_task_failures = 0;
  std::vector<failed_persona_row> failed_personas;  ///< in the order of the pool, at most 500
  std::uint64_t other_persona_failures = 0;         ///< of personas that were not kept
  std::vector<check_row> checks;                    ///< sorted by name
  std::vector<counter_row> counters;                ///< sorted by name
  user_counts users;
  std::uint64_t iterations = 0;
  std::uint64_t disordered = 0;       ///< samples whose instants were out of order
  std::uint32_t series_interval = 1;  ///< seconds; filled by the wiring, like `series`
  std::vector<series_row> series;
  std::vector<worker_result> workers;      ///< ordered by index
  std::optional<arrival_counts> arrivals;  ///< of open and partly open plans; filled by the wiring
  std::optional<warmup_result> warmup;     ///< of a run with a warm-up
  std::vector<verdict> verdicts;           ///< filled by the gates
  struct health health;                    ///< of the generator; filled by the wiring
  struct judgement judgement;              ///< on the numbers themselves; filled by the gates
};

}  // namespace veriload::aggregation
