#include "core/run/machine_reading.hpp"

#include "core/run/small_file.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

namespace veriload::run {
namespace {

// Linux tells the number since 6.2. Before, counting them costs 5 us each, so the lowest free
// number is taken: the limit is one of numbers, and those below are in use.
std::uint64_t descriptors_in_use() {
  struct stat folder {};
  if (::stat("/proc/self/fd", &folder) == 0 && folder.st_size > 0)
    return static_cast<std::uint64_t>(folder.st_size);
  const int lowest = ::open("/proc/self", O_PATH | O_CLOEXEC);
  if (lowest < 0) return errno == EMFILE ? descriptor_limit() : 0;
  ::close(lowest);
  return static_cast<std::uint64_t>(lowest);
}

}  // namespace

machine_reader::machine_reader() {
  for (const std::string& group : cpu_groups_in(small_file("/proc/self/cgroup"))) {
    std::string file = group + "/cpu.stat";
    if (throttling_in(small_file(file))) cpu_stats_.push_back(std::move(file));
  }
}

machine_reading machine_reader::read() const {
  machine_reading out;
  timespec cpu{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
  out.process_cpu = base::ns{cpu.tv_sec} * base::second + cpu.tv_nsec;
  for (const std::string& file : cpu_stats_) {
    const auto one = throttling_in(small_file(file));
    if (one && one->held >= out.limit.held) out.limit = *one;
  }
  out.ticks = machine_ticks_in(small_file("/proc/stat")).value_or(machine_ticks{});
  out.time_wait = time_wait_in(small_file("/proc/net/sockstat")).value_or(0);
  out.descriptors = descriptors_in_use();
  out.resident_bytes = resident_pages_in(small_file("/proc/self/statm")).value_or(0) *
                       static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return out;
}

std::uint64_t local_ports() {
  return ports_in(small_file("/proc/sys/net/ipv4/ip_local_port_range")).value_or(0);
}

std::uint64_t descriptor_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

}  // namespace veriload::run
