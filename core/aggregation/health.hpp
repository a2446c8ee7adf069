// How the generator itself fared, and what that means for its numbers. Flow: run -> [health] ->
// gates, reports.
#pragma once

#include "core/aggregation/histogram.hpp"
#include "core/base/clock.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::aggregation {

/// One worker thread within a row; shares are of the row's length.
struct worker_load {
  double cpu = 0;             ///< of one core, used
  double run_delay = 0;       ///< able to run, but without a core
  base::ns longest_wait = 0;  ///< by which something that was due on its loop came late, at most
};

/// The generator within `from` to `to`, lengths since the start of the run. Plain data.
struct health_row {
  base::ns from = 0;
  base::ns to = 0;
  double process_cpu = 0;   ///< cores used by all threads of this process
  double machine_busy = 0;  ///< share of all cores of the machine that worked, for anybody
  double stolen = 0;        ///< share of all cores that the hypervisor gave to others
  double throttled = 0;     ///< share of the row that a CPU limit held this process still
  std::uint64_t involuntary_switches = 0;  ///< times a worker was taken off its core
  std::uint64_t stalls = 0;                ///< waits of 100 ms or more on a worker's loop
  base::ns stalled = 0;                    ///< their lengths together
  base::ns longest_wait = 0;               ///< of all workers
  std::uint64_t connections = 0;           ///< open ones of all workers, at the end of the row
  std::uint64_t time_wait = 0;    ///< sockets of the machine that wait for their port to be free
  std::uint64_t descriptors = 0;  ///< in use by this process
  std::uint64_t resident_bytes = 0;
  std::vector<worker_load> workers;  ///< by index
};

/// What was seen of the generator in a run.
///
/// Memory: at most `health_series::capacity` rows of 130 bytes, and 24 for each worker in each.
struct health {
  std::uint64_t descriptor_limit = 0;  ///< 0 = not known, as below
  std::uint64_t ports = 0;             ///< local ports that connections can have
  double cpu_limit = 0;                ///< cores that the cgroup may use; 0 = no limit
  histogram waits;  ///< how late each of the loops' heartbeats was: every 20 ms, on every worker
  std::vector<health_row> rows;  ///< in order; of equal length but for the last
};

/// Whether the numbers of a run can be believed.
enum class validity : std::uint8_t {
  valid,    ///< nothing was seen that speaks against them
  suspect,  ///< something may have changed them: read the reasons
  invalid   ///< they show the generator, not the target: generator-bound
};

/// "VALID", "SUSPECT", "INVALID". Thread: any.
constexpr const char* name_of(validity of) noexcept {
  constexpr const char* names[] = {"VALID", "SUSPECT", "INVALID"};
  return names[static_cast<int>(of)];
}

/// One thing that speaks against the numbers.
struct validity_reason {
  std::string rule;  ///< "cpu", "throttled", "stalls" ...
  validity weight = validity::suspect;
  double observed = 0;  ///< in the unit of the rule
  double bound = 0;     ///< what it may not pass
  std::string text;     ///< for people: what was seen, the bound, what to do
};

/// The verdict on a run by itself; the worst of its reasons decides.
struct judgement {
  validity verdict = validity::valid;
  std::vector<validity_reason> reasons;  ///< the weightiest first
};

}  // namespace veriload::aggregation
