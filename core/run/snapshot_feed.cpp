#include "core/run/snapshot_feed.hpp"

#include "core/host/services.hpp"

namespace veriload::run {

void feed_snapshot(const std::vector<wanted_report>& reports, const aggregation::snapshot& second) {
  std::vector<vl_row> rows;
  for (const auto& report : reports) {
    if (!report.table->snapshot) continue;
    if (rows.empty()) {
      for (const auto& r : second.rows) {
        rows.push_back({sizeof(vl_row), 0, host::view_of(r.name), r.requests, r.failures, r.rate,
                        r.p50, r.p95, r.p99, r.max});
      }
    }
    const vl_snapshot view{sizeof(vl_snapshot),
                           static_cast<std::uint32_t>(rows.size()),
                           second.from,
                           second.to,
                           rows.data(),
                           sizeof(vl_row),
                           static_cast<std::uint32_t>(second.users)};
    report.table->snapshot(report.owner->self(), &view);
  }
}

}  // namespace veriload::run
