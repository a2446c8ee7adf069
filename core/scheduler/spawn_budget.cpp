#include "core/scheduler/spawn_budget.hpp"

#include "core/scheduler/load_profile.hpp"

#include <algorithm>
#include <cmath>

namespace veriload::scheduler {
namespace {

__extension__ using wide = unsigned __int128;
constexpr std::uint64_t micro = 1'000'000;

}  // namespace

spawn_budget::spawn_budget(double per_second, base::ns tick, std::uint32_t worker,
                           std::uint32_t workers)
    : micro_rate_(static_cast<std::uint64_t>(std::llround(per_second * 1e6))),
      tick_(tick),
      worker_(worker),
      workers_(workers) {
  const base::ns kept_for = std::max(tick, base::second);
  limit_ = std::max<std::uint64_t>(1, share_of(slots_by(kept_for), 0, workers));
}

std::uint64_t spawn_budget::slots_by(base::ns elapsed) const noexcept {
  return static_cast<std::uint64_t>(static_cast<wide>(micro_rate_) * static_cast<wide>(elapsed) /
                                    base::second / micro);
}

void spawn_budget::advance_to(base::ns elapsed) noexcept {
  const base::ns tick_end = (elapsed / tick_ + 1) * tick_;
  const std::uint64_t by_now = slots_by(tick_end);
  if (by_now <= granted_) return;
  const std::uint64_t mine =
      share_of(by_now, worker_, workers_) - share_of(granted_, worker_, workers_);
  granted_ = by_now;
  kept_ = std::min(kept_ + mine, limit_);
}

std::uint64_t spawn_budget::take(std::uint64_t wanted) noexcept {
  const std::uint64_t n = std::min(wanted, kept_);
  kept_ -= n;
  return n;
}

}  // namespace veriload::scheduler
