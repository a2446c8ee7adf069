#include "core/aggregation/recorder.hpp"

namespace veriload::aggregation {
namespace {

// The place of an id in a list that grows to the highest id seen.
template <class Item>
Item& place_of(std::vector<Item>& list, std::uint32_t id) {
  if (id >= list.size()) [[unlikely]]
    list.resize(std::size_t{id} + 1);
  return list[id];
}

using stats_list = std::vector<std::unique_ptr<request_stats>>;

[[gnu::noinline, gnu::cold]] request_stats& first_stats_of(stats_list& list, std::uint32_t id) {
  auto& place = place_of(list, id);
  if (!place) place = std::make_unique<request_stats>();
  return *place;
}

inline request_stats& stats_of(stats_list& list, std::uint32_t id) {
  if (id < list.size() && list[id]) [[likely]]
    return *list[id];
  return first_stats_of(list, id);
}

void count(request_stats& group, const sample& one, histogram::placed response) {
  ++group.requests;
  group.bytes_out += one.bytes_out;
  group.bytes_in += one.bytes_in;
  if (one.failure == error_class::none) [[likely]] {
    group.response.record(response);
  } else {
    ++group.failures;
    group.failed_response.record(response);
  }
}

// Most lengths of one request are equal: sent when planned, answered in one piece.
histogram::placed place_next_to(histogram::placed known, base::ns value) {
  return value == known.value ? known : histogram::place(value);
}

}  // namespace

void recorder::record(const sample& one) {
  base::ns sent = one.sent != 0 ? one.sent : one.done;
  base::ns planned = one.planned != 0 ? one.planned : sent;
  if (planned > sent || sent > one.done) [[unlikely]] {
    ++disordered_;
    sent = std::min(sent, one.done);
    planned = std::min(planned, sent);
  }
  const bool failed = one.failure != error_class::none;
  const histogram::placed response = histogram::place(one.done - planned);

  request_stats& endpoint = stats_of(endpoints_, one.endpoint);
  count(endpoint, one, response);
  count(stats_of(segments_, one.segment), one, response);
  endpoint_interval& second = place_of(intervals_[current_].endpoints, one.endpoint);
  ++second.requests;
  if (!failed) {
    const histogram::placed service = place_next_to(response, one.done - sent);
    endpoint.service.record(service);
    second.response.record(response);
    second.service.record(service);
    if (one.first_byte >= sent && one.first_byte <= one.done) {
      endpoint.first_byte.record(place_next_to(service, one.first_byte - sent));
    }
  }
  if (one.dns > 0) endpoint.dns.record(one.dns);
  if (one.connect > 0) endpoint.connect.record(one.connect);
  if (one.tls > 0) endpoint.tls.record(one.tls);
  if (!failed || sent < one.done) {  // else it never left: the wait was for the target, not for us
    ++(one.reused ? endpoint.reused : endpoint.opened);
    const base::ns set_up = one.dns + one.connect + one.tls;
    const base::ns lag = sent - planned - set_up;
    if (lag <= 0) [[likely]] {  // without a plan of its own a request is sent when it is wanted
      endpoint.lag.record_zero();
      second.lag.record_zero();
    } else {
      const histogram::placed late = histogram::place(lag);
      endpoint.lag.record(late);
      second.lag.record(late);
    }
  }
  if (failed) {
    ++second.failures;
    second.failed_response.record(response);
    errors_.add(one.endpoint, one.failure, one.status_code, one.error_text);
  }
}

void recorder::add(std::uint32_t counter, double amount) { place_of(counters_, counter) += amount; }

const interval_block& recorder::take_interval() noexcept {
  interval_block& ended = intervals_[current_];
  ended.users = users_.active();
  byte_counts so_far;
  for (const auto& one : endpoints_) {
    if (!one) continue;
    so_far.out += one->bytes_out;
    so_far.in += one->bytes_in;
  }
  ended.bytes_out = so_far.out - told_.out;
  ended.bytes_in = so_far.in - told_.in;
  told_ = so_far;
  current_ ^= 1;
  intervals_[current_].clear();
  return ended;
}

request_stats recorder::total() const {
  request_stats sum;
  for (const auto& one : endpoints_) {
    if (one) sum.merge(*one);
  }
  return sum;
}

}  // namespace veriload::aggregation
