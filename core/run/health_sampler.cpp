#include "core/run/health_sampler.hpp"

#include <algorithm>

namespace veriload::run {
namespace {

constexpr base::ns shortest_row = 250 * base::millisecond;

// Counters of the kernel may go back a little between threads and groups; a share never does.
double share(base::ns more, base::ns length) {
  return more <= 0 ? 0.0 : static_cast<double>(more) / static_cast<double>(length);
}

double share(std::uint64_t from, std::uint64_t to, std::uint64_t all) {
  return to <= from || all == 0 ? 0.0 : static_cast<double>(to - from) / static_cast<double>(all);
}

}  // namespace

health_sampler::health_sampler(base::ns start, std::size_t workers, const machine_reading& now)
    : start_(start), last_(start), machine_(now), usages_(workers), pending_(workers) {}

void health_sampler::add(base::ns now, const machine_reading& machine,
                         const std::vector<worker_reading>& workers) {
  const base::ns length = now - last_;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    worker_probe::seen& sum = pending_[i];
    const worker_probe::seen& seen = workers[i].seen;
    sum.longest_wait = std::max(sum.longest_wait, seen.longest_wait);
    sum.stalls += seen.stalls;
    sum.stalled += seen.stalled;
    sum.connections = seen.connections;
  }
  if (length < shortest_row) return;

  aggregation::health_row row;
  row.from = last_ - start_;
  row.to = now - start_;
  row.process_cpu = share(machine.process_cpu - machine_.process_cpu, length);
  const std::uint64_t ticks = machine.ticks.all - machine_.ticks.all;
  row.machine_busy = share(machine_.ticks.busy, machine.ticks.busy, ticks);
  row.stolen = share(machine_.ticks.stolen, machine.ticks.stolen, ticks);
  // The kernel sums up the wait on all cores, so the share of periods bounds it.
  row.throttled = std::min(share(machine.limit.held - machine_.limit.held, length),
                           share(machine_.limit.held_periods, machine.limit.held_periods,
                                 machine.limit.periods - machine_.limit.periods));
  row.time_wait = machine.time_wait;
  row.descriptors = machine.descriptors;
  row.resident_bytes = machine.resident_bytes;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    const thread_usage usage = workers[i].usage.value_or(usages_[i]);
    const worker_probe::seen& seen = pending_[i];
    row.workers.push_back({share(usage.cpu - usages_[i].cpu, length),
                           share(usage.run_delay - usages_[i].run_delay, length),
                           seen.longest_wait});
    row.involuntary_switches += usage.involuntary_switches > usages_[i].involuntary_switches
                                    ? usage.involuntary_switches - usages_[i].involuntary_switches
                                    : 0;
    row.stalls += seen.stalls;
    row.stalled += seen.stalled;
    row.longest_wait = std::max(row.longest_wait, seen.longest_wait);
    row.connections += seen.connections;
    usages_[i] = usage;
    pending_[i] = {};
  }
  last_ = now;
  machine_ = machine;
  series_.add(std::move(row));
}

}  // namespace veriload::run
