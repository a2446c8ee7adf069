#include "core/aggregation/request_stats.hpp"

namespace veriload::aggregation {

void request_stats::merge(const request_stats& other) {
  requests += other.requests;
  failures += other.failures;
  bytes_out += other.bytes_out;
  bytes_in += other.bytes_in;
  opened += other.opened;
  reused += other.reused;
  dns.merge(other.dns);
  connect.merge(other.connect);
  tls.merge(other.tls);
  response.merge(other.response);
  failed_response.merge(other.failed_response);
  service.merge(other.service);
  first_byte.merge(other.first_byte);
  lag.merge(other.lag);
}

histogram request_stats::all_responses() const {
  histogram all;
  all.merge(response);
  all.merge(failed_response);
  return all;
}

latency_summary summary_of(const histogram& values) noexcept {
  return {values.count(),        values.out_of_range(), values.min(),
          values.percentile(50), values.percentile(90), values.percentile(95),
          values.percentile(99), values.max(),          values.mean()};
}

}  // namespace veriload::aggregation
