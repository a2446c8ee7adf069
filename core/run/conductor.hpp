// Starts the workers, watches the run and ends it. Flow: preparation -> [conductor] -> run result.
#pragma once

#include "core/aggregation/run_result.hpp"
#include "core/aggregation/snapshot.hpp"
#include "core/base/clock.hpp"
#include "core/gates/judge.hpp"
#include "core/run/run_shape.hpp"
#include "core/run/signal_hold.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::run {

class preparation;
class run_recording;

/// How a run stands, once per second.
struct live_view {
  base::ns elapsed;                   ///< since the start
  base::ns planned;                   ///< when the plan ends
  bool draining;                      ///< users are winding down
  const aggregation::snapshot& last;  ///< the last whole second
  std::uint64_t requests;             ///< since the start
  std::uint64_t failures;
  base::ns longest_wait;  ///< by which a loop came late to what was due, in the last second
};

/// Who watches a run. Called on the main thread.
class run_observer {
 public:
  virtual ~run_observer() = default;
  virtual void on_second(const live_view& view) = 0;

  /// Something that a person should know: a signal, the stop file, a worker that cannot start.
  virtual void on_notice(const std::string& text) = 0;
};

/// What a run came to.
struct conducted_run {
  aggregation::run_result result;  ///< without verdicts
  bool interrupted;                ///< a signal ended it
  std::uint64_t
      abandoned_users;  ///< did not end even when cancelled; their worker's memory is not freed
  std::string aborted;  ///< why it was ended by force, with figures missing; empty = it was not
  std::string could_not_run;                 ///< why the run was no run; empty = it was one
  std::vector<std::uint64_t> used_personas;  ///< by worker, without those that were lost
  signal_hold
      signals;  ///< SIGINT and SIGTERM wait until this is gone: keep it while reports are written
  std::vector<gates::watch_outcome> watched{};  ///< by rule: what its seconds said
};

/// Runs what was prepared, on `threads` threads, and returns when every user has ended.
///
/// The calling thread conducts: it takes SIGINT and SIGTERM (the first asks users to finish, the
/// second cancels them, the third ends the process with 130), looks for the stop file once per
/// second, feeds reporters that want snapshots, and tells `observer`. Throws setup_error when no
/// thread or loop can be made. Thread: main.
///
/// `recording` gets every second when there is one.
conducted_run conduct(preparation& prepared, std::uint32_t threads, run_observer& observer,
                      run_recording* recording = nullptr);

/// How many threads a run gets: `asked`, or the cores this process may use when that is 0; never
/// more than users or personas. Thread: any.
std::uint32_t threads_for(const config::plan& plan, std::uint64_t asked);

}  // namespace veriload::run
