// What this machine and generator can do at the best. Flow: command -> [calibration] -> null server
// and back.
#pragma once

#include "core/aggregation/request_stats.hpp"
#include "core/base/clock.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace veriload::run {

/// What was measured with a number of users on one worker thread.
struct calibrated_load {
  std::uint32_t users = 0;
  base::ns length = 0;
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;
  aggregation::latency_summary response;
  aggregation::latency_summary service;
  double cpu_per_request = 0;  ///< nanoseconds of the worker's thread
  double cpu_share = 0;        ///< of one core, used by the worker's thread
};

/// The floor: no target answers sooner, no run on this machine is faster.
struct calibration {
  calibrated_load one_user;                     ///< nothing waits for anything: the shortest times
  calibrated_load many_users;                   ///< as fast as one worker can
  aggregation::latency_summary timer_lateness;  ///< of the heartbeat, while there is little to do
  std::string error;  ///< an example of why requests failed; empty when none did
};

/// Runs users of the HTTP plugin on one worker thread against a null server on a thread of its own,
/// for `length` in all, of which a tenth warms up. Needs no network but the loopback and writes
/// nothing. Throws setup_error when there is no HTTP plugin in `plugin_folders` or the machine has
/// no port left. Thread: main.
calibration calibrate(const std::vector<std::filesystem::path>& plugin_folders,
                      const std::string& version, base::ns length);

}  // namespace veriload::run
