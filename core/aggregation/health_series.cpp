#include "core/aggregation/health_series.hpp"

#include "core/base/assert.hpp"

#include <algorithm>

namespace veriload::aggregation {

health_row joined(const health_row& earlier, const health_row& later) {
  const auto first = static_cast<double>(earlier.to - earlier.from);
  const auto second = static_cast<double>(later.to - later.from);
  const auto mean = [&](double a, double b) {
    return first + second > 0 ? (a * first + b * second) / (first + second) : 0.0;
  };
  health_row out;
  out.from = earlier.from;
  out.to = later.to;
  out.process_cpu = mean(earlier.process_cpu, later.process_cpu);
  out.machine_busy = mean(earlier.machine_busy, later.machine_busy);
  out.stolen = mean(earlier.stolen, later.stolen);
  out.throttled = mean(earlier.throttled, later.throttled);
  out.involuntary_switches = earlier.involuntary_switches + later.involuntary_switches;
  out.stalls = earlier.stalls + later.stalls;
  out.stalled = earlier.stalled + later.stalled;
  out.longest_wait = std::max(earlier.longest_wait, later.longest_wait);
  out.connections = std::max(earlier.connections, later.connections);
  out.time_wait = std::max(earlier.time_wait, later.time_wait);
  out.descriptors = std::max(earlier.descriptors, later.descriptors);
  out.resident_bytes = std::max(earlier.resident_bytes, later.resident_bytes);
  out.workers.resize(std::max(earlier.workers.size(), later.workers.size()));
  for (std::size_t i = 0; i < out.workers.size(); ++i) {
    const worker_load a = i < earlier.workers.size() ? earlier.workers[i] : worker_load{};
    const worker_load b = i < later.workers.size() ? later.workers[i] : worker_load{};
    out.workers[i] = {mean(a.cpu, b.cpu), mean(a.run_delay, b.run_delay),
                      std::max(a.longest_wait, b.longest_wait)};
  }
  return out;
}

health_series::health_series(std::size_t most) : most_(most) {
  VL_ASSERT(most > 1, "rows are put together in pairs");
}

void health_series::add(health_row row) {
  if (in_open_ > 0 && in_open_ < per_row_) {
    rows_.back() = joined(rows_.back(), row);
    ++in_open_;
    return;
  }
  if (rows_.size() == most_) {
    std::vector<health_row> halved;
    for (std::size_t i = 0; i + 1 < rows_.size(); i += 2)
      halved.push_back(joined(rows_[i], rows_[i + 1]));
    // Of an odd number the last one is half full: the new row completes it.
    const bool odd = rows_.size() % 2 != 0;
    if (odd) halved.push_back(std::move(rows_.back()));
    rows_ = std::move(halved);
    in_open_ = odd ? per_row_ : 0;
    per_row_ *= 2;
    add(std::move(row));
    return;
  }
  rows_.push_back(std::move(row));
  in_open_ = 1;
}

std::vector<health_row> health_series::rows() const { return rows_; }

}  // namespace veriload::aggregation
