#include "core/scheduler/arrival_schedule.hpp"

#include "core/base/assert.hpp"
#include "core/scheduler/exponential.hpp"

#include <algorithm>
#include <cmath>

namespace veriload::scheduler {
namespace {

__extension__ using wide = unsigned __int128;
__extension__ using signed_wide = __int128;

// A rate in millionths per second, times nanoseconds.
constexpr std::uint64_t area_of_one = 1'000'000'000'000'000;

// Streams of users are numbered from 0; this one is nobody's.
constexpr std::uint64_t arrivals_stream = 0x6172726976616c73;

std::uint64_t millionths(double rate) {
  return static_cast<std::uint64_t>(std::llround(rate * 1e6));
}

std::uint64_t square_root(wide of) {
  if (of == 0) return 0;
  auto root = static_cast<wide>(std::sqrt(static_cast<double>(of)));
  root = (root + of / root) / 2;  // from 53 bits to all of them
  while (root * root > of)
    --root;
  while ((root + 1) * (root + 1) <= of)
    ++root;
  return static_cast<std::uint64_t>(root);
}

// The time after which the area under a line from `from` to `to`, `length` long, has reached
// `area`, which is below that of the whole line.
//
// With mean = area / length the rate at that time is sqrt(from^2 + 2 (to - from) mean), and the
// time area / ((from + rate) / 2): a form without a difference of nearly equal numbers. Twenty bits
// behind the point keep the time exact to 10^-12 of itself.
base::ns time_of_area(std::uint64_t from, std::uint64_t to, base::ns length, wide area) {
  constexpr int point = 20;
  if (area == 0) return 0;
  if (from == to) return static_cast<base::ns>(area / from);
  const auto mean = static_cast<signed_wide>((area << point) / static_cast<wide>(length));
  const signed_wide rise = static_cast<signed_wide>(to) - static_cast<signed_wide>(from);
  const signed_wide square =
      (static_cast<signed_wide>(from) * from << 2 * point) + (2 * rise * mean) * (1 << point);
  const std::uint64_t rate = square_root(static_cast<wide>(std::max<signed_wide>(square, 0)));
  const wide sum = (static_cast<wide>(from) << point) + rate;
  if (sum == 0) return 0;
  const auto time = static_cast<base::ns>((area << (point + 1)) / sum);
  return std::min(time, length);
}

}  // namespace

arrival_schedule arrival_schedule::constant(double first_rate, std::span<const rate_stage> stages) {
  arrival_schedule out;
  out.add_stages(first_rate, stages);
  return out;
}

arrival_schedule arrival_schedule::poisson(double first_rate, std::span<const rate_stage> stages,
                                           std::uint64_t seed) {
  arrival_schedule out;
  out.add_stages(first_rate, stages);
  out.poisson_ = true;
  out.seed_ = seed;
  return out;
}

arrival_schedule arrival_schedule::trace(std::vector<base::ns> offsets) {
  VL_ASSERT(!offsets.empty() && std::ranges::is_sorted(offsets),
            "the reader of traces checks that");
  arrival_schedule out;
  out.duration_ = offsets.back() + 1;
  out.trace_ = std::move(offsets);
  return out;
}

void arrival_schedule::add_stages(double first_rate, std::span<const rate_stage> stages) {
  std::uint64_t from = millionths(first_rate);
  wide area = 0;
  for (const rate_stage& one : stages) {
    const std::uint64_t to = millionths(one.rate_end);
    const wide end = area + (static_cast<wide>(from) + to) * static_cast<wide>(one.length) / 2;
    if (one.length > 0) stages_.push_back({duration_, one.length, from, to, area, end});
    duration_ += one.length;
    area = end;
    from = to;
  }
  VL_ASSERT(!stages_.empty(), "the configuration admits plans that last only");
}

base::ns arrival_schedule::instant_of(wide position) const noexcept {
  constexpr wide fraction = (wide{1} << exponential_bits) - 1;
  const wide area = (position >> exponential_bits) * area_of_one +
                    ((position & fraction) * area_of_one >> exponential_bits);
  const auto in = std::ranges::upper_bound(stages_, area, {}, &stage::area_end);
  if (in == stages_.end()) return base::never;
  return in->begin + time_of_area(in->from, in->to, in->length, area - in->area_before);
}

arrival_schedule::wide arrival_schedule::area_by(base::ns elapsed) const noexcept {
  if (elapsed <= 0) return 0;
  for (const stage& one : stages_) {
    if (elapsed >= one.begin + one.length) continue;
    const auto inside = static_cast<long double>(elapsed - one.begin);
    const auto from = static_cast<long double>(one.from);
    const auto slope =
        (static_cast<long double>(one.to) - from) / static_cast<long double>(one.length);
    return one.area_before + static_cast<wide>(inside * (from + slope * inside / 2));
  }
  return stages_.back().area_end;
}

double arrival_schedule::wanted_by(base::ns elapsed) const noexcept {
  if (!trace_.empty()) {
    return static_cast<double>(std::ranges::lower_bound(trace_, elapsed) - trace_.begin());
  }
  return static_cast<double>(area_by(elapsed)) / static_cast<double>(area_of_one);
}

arrival_cursor::arrival_cursor(const arrival_schedule& schedule, std::uint32_t worker,
                               std::uint32_t workers)
    : schedule_(&schedule), workers_(workers), random_(schedule.seed_, arrivals_stream) {
  VL_ASSERT(worker < workers, "workers are numbered from 0");
  if (schedule.poisson_) position_ = exponential(random_.next());
  move(worker);
}

void arrival_cursor::next() noexcept {
  if (at_ != base::never) move(workers_);
}

void arrival_cursor::move(std::uint32_t steps) noexcept {
  number_ += steps;
  const arrival_schedule& plan = *schedule_;
  if (!plan.trace_.empty()) {
    at_ = number_ < plan.trace_.size() ? plan.trace_[number_] : base::never;
    return;
  }
  if (plan.poisson_) {
    for (; steps > 0; --steps)
      position_ += exponential(random_.next());
    at_ = plan.instant_of(position_);
  } else {
    at_ = plan.instant_of(arrival_schedule::wide{number_} << exponential_bits);
  }
}

}  // namespace veriload::scheduler
