// What the kernel tells of this process and machine at an instant. Flow: /proc, cgroups ->
// [reading] -> health sampler.
#pragma once

#include "core/base/clock.hpp"
#include "core/run/kernel_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::run {

/// Counters since their beginnings, and gauges. 0 where the kernel does not tell.
struct machine_reading {
  base::ns process_cpu = 0;
  throttling limit;  ///< of the cgroup around this process that has held it most
  machine_ticks ticks;
  std::uint64_t time_wait = 0;
  std::uint64_t descriptors = 0;
  std::uint64_t resident_bytes = 0;
};

/// Reads all of it. Costs about 100 us, most of it for what the kernel puts together. Thread: one.
class machine_reader {
 public:
  machine_reader();

  machine_reading read() const;

 private:
  std::vector<std::string> cpu_stats_;  // those that exist
};

/// Local ports that connections of this machine can have; 0 = not known. Thread: any.
std::uint64_t local_ports();

/// The soft limit of open descriptors. Thread: any.
std::uint64_t descriptor_limit();

}  // namespace veriload::run
