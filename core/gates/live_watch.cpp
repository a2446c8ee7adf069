#include "core/gates/live_watch.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/gates/confidence.hpp"
#include "core/gates/measured.hpp"

#include <algorithm>

namespace veriload::gates {
namespace {

using aggregation::endpoint_interval;
using aggregation::histogram;

constexpr double sure_confidence = 0.999;

const histogram& values(const endpoint_interval& of, request_clock clock) {
  switch (clock) {
    case request_clock::service:
      return of.service;
    case request_clock::lag:
      return of.lag;
    default:
      return of.response;
  }
}

// What one second says, or nothing.
std::optional<double> value_of(const rule& by, const endpoint_interval& of) {
  if (by.what == measure::rate) return static_cast<double>(of.requests);
  if (of.requests == 0) return std::nullopt;
  if (by.what == measure::error_rate)
    return static_cast<double>(of.failures) / static_cast<double>(of.requests);
  const histogram& times = values(of, by.clock);
  if (times.empty()) return std::nullopt;
  return time_measure(by, times);
}

}  // namespace

live_watch::live_watch(std::span<const rule> rules, const aggregation::name_table& endpoints)
    : endpoints_(endpoints), rules_(rules.size()) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const rule& one = rules[i];
    if (!one.hold_seconds && !one.abort) continue;
    watched_.push_back(
        {&one, i, {one.hold_seconds.value_or(1), wants_less(one.how)}, 0, 0, {}, {}});
  }
}

void live_watch::take_row(watched& one, const endpoint_interval& of) {
  if (const auto value = value_of(*one.by, of)) one.row.add(*value);
  one.outcome.measured_seconds = one.row.values();
  one.outcome.held = one.row.worst().value_or(0);
}

bool live_watch::is_broken_for_sure(watched& one, const endpoint_interval& of) {
  const rule& by = *one.by;
  if (by.hold_seconds) {
    const auto held = one.row.now();
    return held && !is_kept(by, *held);
  }
  one.requests += of.requests;
  one.failures += of.failures;
  switch (by.what) {
    case measure::count:
      return !is_kept(by, static_cast<double>(one.requests));
    case measure::failures:
      return !is_kept(by, static_cast<double>(one.failures));
    case measure::error_rate: {
      if (one.requests == 0) return false;
      const share_interval bounds = share_bounds(one.failures, one.requests, sure_confidence);
      return !is_kept(by, wants_less(by.how) ? bounds.low : bounds.high);
    }
    default:
      break;
  }
  one.so_far.merge(values(of, by.clock));
  if (one.so_far.empty()) return false;
  if (by.what != measure::percentile) return !is_kept(by, time_measure(by, one.so_far));
  const bounded_percentile found = percentile_of(one.so_far, by.percent, sure_confidence);
  // The bound on the near side: the far one decides after the run.
  return wants_less(by.how) ? found.has_low && !is_kept(by, found.low)
                            : found.has_high && !is_kept(by, found.high);
}

// Of all endpoints, what rules about the whole run look at: merging histograms is the cost of this.
endpoint_interval live_watch::sum_of(const aggregation::interval_block& second) const {
  const auto needs = [this](request_clock clock) {
    return std::ranges::any_of(watched_, [clock](const watched& one) {
      return one.by->scope == rule_scope::run && is_time(one.by->what) && one.by->clock == clock;
    });
  };
  const bool response = needs(request_clock::response);
  const bool service = needs(request_clock::service);
  const bool lag = needs(request_clock::lag);
  endpoint_interval all;
  for (const endpoint_interval& one : second.endpoints) {
    if (one.requests == 0) continue;
    all.requests += one.requests;
    all.failures += one.failures;
    if (response) all.response.merge(one.response);
    if (service) all.service.merge(one.service);
    if (lag) all.lag.merge(one.lag);
  }
  return all;
}

const rule* live_watch::add(const aggregation::interval_block& second, base::ns elapsed,
                            base::ns load_end) {
  if (watched_.empty() || elapsed > load_end) return nullptr;
  const endpoint_interval all = sum_of(second);
  const endpoint_interval none;
  const rule* ending = nullptr;
  for (watched& one : watched_) {
    const endpoint_interval* of = &all;
    if (one.by->scope == rule_scope::endpoint) {
      of = &none;
      for (std::uint32_t id = 0; id < second.endpoints.size(); ++id) {
        if (second.endpoints[id].requests > 0 && endpoints_.name(id) == one.by->target)
          of = &second.endpoints[id];
      }
    }
    if (one.by->hold_seconds) take_row(one, *of);
    if (!one.by->abort) continue;
    const bool broken = is_broken_for_sure(one, *of);
    if (!broken || elapsed < one.by->abort_after || has_ended_run_) continue;
    has_ended_run_ = true;
    one.outcome.ended_run = true;
    one.outcome.ended_at = elapsed;
    ending = one.by;
  }
  return ending;
}

std::vector<watch_outcome> live_watch::outcomes() const {
  std::vector<watch_outcome> out(rules_);
  for (const watched& one : watched_)
    out[one.index] = one.outcome;
  return out;
}

}  // namespace veriload::gates
