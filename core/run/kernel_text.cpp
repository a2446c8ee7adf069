#include "core/run/kernel_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace veriload::run {
namespace {

// Takes the first line off `text`.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Takes the first word off `line`; empty at its end.
std::string_view next_word(std::string_view& line) {
  constexpr std::string_view blanks = " \t\n";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(blanks));
  line.remove_prefix(word.size());
  return word;
}

std::optional<std::uint64_t> number_in(std::string_view word) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (failed != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return value;
}

// The number behind `name` where that begins a line.
std::optional<std::uint64_t> number_after(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    std::string_view line = next_line(text);
    if (next_word(line) == name) return number_in(next_word(line));
  }
  return std::nullopt;
}

std::optional<std::uint64_t> second_number(std::string_view text) {
  next_word(text);
  return number_in(next_word(text));
}

// Whether "cpu" is one of the controllers, not a part of "cpuset" or "cpuacct".
bool has_cpu(std::string_view controllers) {
  while (!controllers.empty()) {
    const std::size_t comma = controllers.find(',');
    if (controllers.substr(0, comma) == "cpu") return true;
    controllers.remove_prefix(comma == std::string_view::npos ? controllers.size() : comma + 1);
  }
  return false;
}

}  // namespace

std::optional<base::ns> run_delay_in(std::string_view schedstat) {
  return second_number(schedstat);
}

std::optional<std::uint64_t> involuntary_switches_in(std::string_view status) {
  return number_after(status, "nonvoluntary_ctxt_switches:");
}

std::optional<std::uint64_t> resident_pages_in(std::string_view statm) {
  return second_number(statm);
}

std::optional<throttling> throttling_in(std::string_view cpu_stat) {
  const auto periods = number_after(cpu_stat, "nr_periods");
  const auto held_periods = number_after(cpu_stat, "nr_throttled");
  const auto v1 = number_after(cpu_stat, "throttled_time");
  const auto v2 = number_after(cpu_stat, "throttled_usec");
  if (!periods || !held_periods || (!v1 && !v2)) return std::nullopt;
  const auto held =
      v1 ? static_cast<base::ns>(*v1) : static_cast<base::ns>(*v2) * base::microsecond;
  return throttling{held, *periods, *held_periods};
}

std::optional<std::uint64_t> time_wait_in(std::string_view sockstat) {
  while (!sockstat.empty()) {
    std::string_view line = next_line(sockstat);
    if (next_word(line) != "TCP:") continue;
    while (!line.empty()) {
      if (next_word(line) == "tw") return number_in(next_word(line));
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> ports_in(std::string_view range) {
  const auto first = number_in(next_word(range));
  const auto last = number_in(next_word(range));
  if (!first || !last || *last < *first) return std::nullopt;
  return *last - *first + 1;
}

std::optional<machine_ticks> machine_ticks_in(std::string_view stat) {
  std::string_view line = next_line(stat);
  if (next_word(line) != "cpu") return std::nullopt;
  // user nice system idle iowait irq softirq steal; guest times behind them are in user and nice.
  std::array<std::uint64_t, 8> ticks{};
  machine_ticks out;
  for (std::uint64_t& one : ticks) {
    const auto number = number_in(next_word(line));
    if (!number) return std::nullopt;
    one = *number;
    out.all += one;
  }
  out.stolen = ticks[7];
  out.busy = out.all - ticks[3] - ticks[4] - out.stolen;
  return out;
}

std::vector<std::string> cpu_groups_in(std::string_view cgroup) {
  std::vector<std::string> folders;
  while (!cgroup.empty()) {
    const std::string_view line = next_line(cgroup);
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && !has_cpu(controllers)) continue;
    // Nothing between the colons is the one tree of cgroup v2.
    const std::string root = controllers.empty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu";
    std::string group(line.substr(second + 1));
    while (!group.empty() && group != "/") {
      folders.push_back(root + group);
      group.erase(group.find_last_of('/'));
    }
    folders.push_back(root);
  }
  return folders;
}

}  // namespace veriload::run
