#include "core/run/second_collector.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace veriload::run {
namespace {

constexpr std::size_t patience = 3;  // seconds

void add_to(aggregation::interval_block& sum, const aggregation::interval_block& one) {
  sum.bytes_out += one.bytes_out;
  sum.bytes_in += one.bytes_in;
  sum.users += one.users;
  if (sum.endpoints.size() < one.endpoints.size()) sum.endpoints.resize(one.endpoints.size());
  for (std::size_t i = 0; i < one.endpoints.size(); ++i) {
    if (one.endpoints[i].requests > 0) sum.endpoints[i].merge(one.endpoints[i]);
  }
}

}  // namespace

void second_collector::add(std::uint32_t worker, std::uint64_t second,
                           const aggregation::interval_block& measured) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t at = std::max(second, first_) - first_;
  if (at >= open_.size()) open_.resize(at + 1);
  add_to(open_[at], measured);
  sums_[worker].users = 0;
  add_to(sums_[worker], measured);
  closed_up_to_[worker] = std::max(closed_up_to_[worker], second + 1);
}

aggregation::interval_block second_collector::all_of(std::uint32_t worker) const {
  const std::lock_guard lock(mutex_);
  aggregation::interval_block copy;
  add_to(copy, sums_[worker]);
  return copy;
}

void second_collector::worker_ended(std::uint32_t worker) {
  const std::lock_guard lock(mutex_);
  closed_up_to_[worker] = std::numeric_limits<std::uint64_t>::max();
}

std::optional<collected_second> second_collector::take(bool all) {
  const std::lock_guard lock(mutex_);
  if (open_.empty()) return std::nullopt;
  const bool complete = std::ranges::all_of(closed_up_to_, [&](auto end) { return end > first_; });
  if (!complete && !all && open_.size() <= patience) return std::nullopt;
  collected_second taken{first_++, std::move(open_.front())};
  open_.pop_front();
  return taken;
}

}  // namespace veriload::run
