#include "core/aggregation/snapshot.hpp"

#include "core/aggregation/interval_block.hpp"
#include "core/aggregation/name_table.hpp"
#include "core/base/assert.hpp"

namespace veriload::aggregation {

snapshot merge_intervals(std::span<const interval_block* const> workers,
                         const name_table& endpoints, base::ns from, base::ns to) {
  VL_ASSERT(to > from, "a rate needs a window that takes time");
  snapshot out;
  out.from = from;
  out.to = to;
  std::size_t ids = 0;
  for (const interval_block* block : workers) {
    out.bytes_out += block->bytes_out;
    out.bytes_in += block->bytes_in;
    out.users += block->users;
    ids = std::max(ids, block->endpoints.size());
  }
  const double seconds = static_cast<double>(to - from) / static_cast<double>(base::second);
  histogram merged;
  for (std::size_t id = 0; id < ids; ++id) {
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    merged.clear();
    for (const interval_block* block : workers) {
      if (id >= block->endpoints.size() || block->endpoints[id].requests == 0) continue;
      const endpoint_interval& one = block->endpoints[id];
      requests += one.requests;
      failures += one.failures;
      merged.merge(one.response);
      merged.merge(one.failed_response);
    }
    if (requests == 0) continue;
    out.requests += requests;
    out.failures += failures;
    out.response.merge(merged);
    out.rows.push_back({endpoints.name(static_cast<std::uint32_t>(id)), requests, failures,
                        static_cast<double>(requests) / seconds, merged.percentile(50),
                        merged.percentile(95), merged.percentile(99), merged.max()});
  }
  return out;
}

}  // namespace veriload::aggregation
