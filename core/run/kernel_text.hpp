// Figures out of the texts that the kernel gives about itself. Flow: /proc, cgroups -> [text] ->
// health.
#pragma once

#include "core/base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::run {

// All are pure and answer with nothing when the text is not of the form that is expected: kernels
// and containers differ in what they show. Thread: any.

/// The second number of /proc/PID/task/TID/schedstat: how long the thread was able to run but had
/// no core.
std::optional<base::ns> run_delay_in(std::string_view schedstat);

/// "nonvoluntary_ctxt_switches" of /proc/PID/task/TID/status.
std::optional<std::uint64_t> involuntary_switches_in(std::string_view status);

/// Resident pages: the second number of /proc/PID/statm.
std::optional<std::uint64_t> resident_pages_in(std::string_view statm);

/// What a CPU limit has done to a group.
struct throttling {
  base::ns held = 0;  ///< still, summed over the cores that it had work on
  std::uint64_t periods = 0;
  std::uint64_t held_periods = 0;  ///< of these, those in which the limit struck
};

/// cpu.stat of a cgroup, v1 or v2; nothing for a root, which has no limit.
std::optional<throttling> throttling_in(std::string_view cpu_stat);

/// "tw" of the TCP line of /proc/net/sockstat: sockets in TIME_WAIT.
std::optional<std::uint64_t> time_wait_in(std::string_view sockstat);

/// How many ports /proc/sys/net/ipv4/ip_local_port_range has.
std::optional<std::uint64_t> ports_in(std::string_view range);

/// Ticks of all cores since the machine started.
struct machine_ticks {
  std::uint64_t busy = 0;    ///< worked, for anybody of this machine
  std::uint64_t stolen = 0;  ///< given to other machines by the hypervisor
  std::uint64_t all = 0;
};

/// The first line of /proc/stat.
std::optional<machine_ticks> machine_ticks_in(std::string_view stat);

/// The folders of the CPU controller that hold this process, from its own up to the root, from the
/// text of /proc/self/cgroup (v1, v2 or both).
std::vector<std::string> cpu_groups_in(std::string_view cgroup);

}  // namespace veriload::run
