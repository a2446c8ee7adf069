// What this machine is: for the report, and for how many threads to start. Flow: run -> [machine]
// -> run result.
#pragma once

#include <cstdint>
#include <string>

namespace veriload::run {

/// Facts that explain a number later.
struct machine_facts {
  std::string host;       ///< name of the machine
  std::string kernel;     ///< "Linux 6.1.0"
  std::string cpu_model;  ///< "" when the kernel does not say
  std::uint32_t cores;    ///< in the machine
};

/// Reads /proc and uname. Thread: any.
machine_facts read_machine_facts();

/// Cores that the cgroups around this process (v2 or v1) let it use; infinity without a limit.
/// Thread: any.
double cgroup_cores();

/// Cores that this process may use: its CPU affinity, cut by `cgroup_cores`, at least 1. Thread:
/// any.
std::uint32_t usable_cores();

/// Raises the soft limit of open descriptors to the hard one and returns it.
std::uint64_t raise_descriptor_limit();

}  // namespace veriload::run
