// One promise about a run. Flow: configuration -> [rule] -> judge, live watch.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/node.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace veriload::gates {

/// What is looked at.
enum class measure : std::uint8_t {
  percentile,
  mean,
  min,
  max,
  error_rate,  ///< failures / requests
  rate,        ///< requests per second of the run's duration
  failures,    ///< requests that failed
  count,       ///< requests
  checks,      ///< passes / all of the scenario's named checks
  iterations,  ///< tasks that users ran
};

/// Which length of time of a request.
enum class request_clock : std::uint8_t {
  response,       ///< last byte - planned start, of successes: a fast failure must not improve it
  all_responses,  ///< the same of successes and failures, as the keys of 0.1 have it
  service,        ///< last byte - first byte sent, of successes
  first_byte,     ///< first byte received - first byte sent, of successes
  lag,            ///< how late the generator was, of all that were sent
};

/// What the observed value must be to the limit.
enum class comparison : std::uint8_t { below, at_most, above, at_least };

/// Whose requests.
enum class rule_scope : std::uint8_t { run, endpoint, segment };

/// Plain data; a parsed rule is always one that can be judged.
struct rule {
  std::string text;  ///< as written, in one line
  std::string name;  ///< for people; empty = the text
  base::place where;
  measure what = measure::count;
  double percent = 0.0;  ///< of a percentile, above 0 and below 100
  request_clock clock = request_clock::response;
  rule_scope scope = rule_scope::run;
  std::string target;  ///< name of the endpoint or segment; of checks the check, empty = all
  comparison how = comparison::below;
  double limit = 0.0;                         ///< in nanoseconds, as a share, per second or a count
  std::optional<std::uint32_t> hold_seconds;  ///< broken only over so many whole seconds in a row
  bool abort = false;                         ///< ends the run when broken for sure
  base::ns abort_after = 0;                   ///< not before this time of the run
  bool is_old_key = false;  ///< max_p95_ms or max_error_rate: the reported value itself decides
};

/// Whether the measure is a length of time.
inline bool is_time(measure what) {
  return what == measure::percentile || what == measure::mean || what == measure::min ||
         what == measure::max;
}

/// Whether the rule bounds from above.
inline bool wants_less(comparison how) {
  return how == comparison::below || how == comparison::at_most;
}

/// 99.9, but 95 without ".0".
std::string plain_number(double value);

/// "p95(response)", "error_rate": what is looked at, as in the language.
std::string measure_text(const rule& of);

/// "global", "endpoint:NAME", "segment:NAME", "check:NAME".
std::string scope_text(const rule& of);

/// "<", "<=", ">", ">=".
const char* comparison_text(comparison how);

/// Whether `observed` keeps the limit. NaN does not.
bool is_kept(const rule& by, double observed);

}  // namespace veriload::gates
