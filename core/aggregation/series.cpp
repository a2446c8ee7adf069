#include "core/aggregation/series.hpp"

#include "core/aggregation/histogram_v2.hpp"
#include "core/aggregation/snapshot.hpp"
#include "core/base/assert.hpp"

namespace veriload::aggregation {
namespace {

void add_counts(series_row& to, const series_row& from) {
  to.requests += from.requests;
  to.failures += from.failures;
  to.bytes_out += from.bytes_out;
  to.bytes_in += from.bytes_in;
  to.users = std::max(to.users, from.users);
  to.max = std::max(to.max, from.max);
}

void finish(series_row& row, const histogram& values) {
  // Decoded values lie anywhere in their bucket; the row's maximum is the exact one.
  row.p50 = std::min(values.percentile(50), row.max);
  row.p95 = std::min(values.percentile(95), row.max);
  row.p99 = std::min(values.percentile(99), row.max);
  row.encoded = encode_v2(values);
}

void decode_own(const series_row& row, histogram& into) {
  const decode_error failed = decode_v2(row.encoded, into);
  VL_ASSERT(failed == decode_error::none, "rows hold what this file has encoded");
}

}  // namespace

series::series(std::size_t capacity) : capacity_(capacity) {
  VL_ASSERT(capacity > 1, "rows are merged in pairs");
}

void series::add(std::uint32_t second, const snapshot& measured) {
  VL_ASSERT(!has_open_ || start_of(second) >= open_.second, "seconds are added in order");
  if (has_open_ && start_of(second) != open_.second) close_open_row();
  if (!has_open_) open_row(start_of(second));
  series_row counts;
  counts.requests = measured.requests;
  counts.failures = measured.failures;
  counts.bytes_out = measured.bytes_out;
  counts.bytes_in = measured.bytes_in;
  counts.users = measured.users;
  counts.max = measured.response.max();
  add_counts(open_, counts);
  open_values_.merge(measured.response);
}

void series::open_row(std::uint32_t start) {
  has_open_ = true;
  open_values_.clear();
  if (!closed_.empty() && closed_.back().second == start) {  // rows were merged just now
    open_ = std::move(closed_.back());
    closed_.pop_back();
    decode_own(open_, open_values_);
    return;
  }
  open_ = {};
  open_.second = start;
}

void series::close_open_row() {
  finish(open_, open_values_);
  closed_.push_back(std::move(open_));
  has_open_ = false;
  while (closed_.size() >= capacity_)
    halve();  // again when gaps left nothing to merge
}

void series::halve() {
  interval_ *= 2;
  std::vector<series_row> halved;
  halved.reserve(closed_.size() / 2 + 1);
  histogram values;
  for (series_row& row : closed_) {
    const std::uint32_t start = start_of(row.second);
    if (!halved.empty() && halved.back().second == start) {
      series_row& pair = halved.back();
      values.clear();
      decode_own(pair, values);
      decode_own(row, values);
      add_counts(pair, row);
      finish(pair, values);
    } else {
      row.second = start;
      halved.push_back(std::move(row));
    }
  }
  closed_ = std::move(halved);
}

std::vector<series_row> series::rows() const {
  std::vector<series_row> all = closed_;
  if (has_open_) {
    series_row& last = all.emplace_back(open_);
    finish(last, open_values_);
  }
  return all;
}

}  // namespace veriload::aggregation
