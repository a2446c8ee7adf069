#include "core/run/health_watch.hpp"

#include "core/run/machine.hpp"

#include <algorithm>
#include <cmath>

namespace veriload::run {

void health_watch::begin(base::ns start) {
  sampler_.emplace(start, workers_.size(), machine_.read());
}

void health_watch::look(base::ns now) {
  if (!sampler_) return;
  std::vector<worker_reading> readings;
  longest_wait_ = 0;
  for (const auto& one : workers_) {
    worker_probe& probe = one->probe();
    readings.push_back({probe.usage(), probe.take()});
    longest_wait_ = std::max(longest_wait_, readings.back().seen.longest_wait);
  }
  sampler_->add(now, machine_.read(), readings);
}

aggregation::health health_watch::finish(base::ns end, const std::vector<bool>& ended) {
  aggregation::health out;
  out.descriptor_limit = descriptor_limit();
  out.ports = local_ports();
  const double cores = cgroup_cores();
  out.cpu_limit = std::isfinite(cores) ? cores : 0;
  if (!sampler_) return out;
  look(end);
  out.rows = sampler_->rows();
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    if (ended[i]) out.waits.merge(workers_[i]->probe().waits());
  }
  return out;
}

}  // namespace veriload::run
