#include "core/run/machine.hpp"

#include "core/run/kernel_text.hpp"
#include "core/run/small_file.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <string_view>

namespace veriload::run {
namespace {

std::string cpu_model() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("model name") && !line.starts_with("CPU implementer")) continue;
    const auto colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return {};
}

std::optional<double> quota_of(const std::string& folder) {
  double quota = 0, period = 0;
  std::string first;
  if (std::ifstream v2(folder + "/cpu.max"); v2 >> first >> period) {
    if (first == "max" || period <= 0) return std::nullopt;
    return std::stod(first) / period;
  }
  std::ifstream v1_quota(folder + "/cpu.cfs_quota_us"), v1_period(folder + "/cpu.cfs_period_us");
  if (v1_quota >> quota && v1_period >> period && quota > 0 && period > 0) return quota / period;
  return std::nullopt;
}

}  // namespace

machine_facts read_machine_facts() {
  utsname names{};
  ::uname(&names);
  return {names.nodename, std::string(names.sysname) + " " + names.release, cpu_model(),
          static_cast<std::uint32_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)))};
}

double cgroup_cores() {
  double least = HUGE_VAL;
  // The quota may be set on this process's own group or on any around it.
  for (const std::string& group : cpu_groups_in(small_file("/proc/self/cgroup")))
    least = std::min(least, quota_of(group).value_or(HUGE_VAL));
  return least;
}

std::uint32_t usable_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  double cores = 1;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) cores = CPU_COUNT(&allowed);
  cores = std::min(cores, std::ceil(cgroup_cores()));
  return static_cast<std::uint32_t>(std::max(1.0, cores));
}

std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    const rlimit raised{limit.rlim_max, limit.rlim_max};
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit.rlim_cur = limit.rlim_max;
  }
  return limit.rlim_cur;
}

}  // namespace veriload::run
