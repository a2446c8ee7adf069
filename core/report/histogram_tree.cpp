#include "core/report/histogram_tree.hpp"

#include "core/aggregation/histogram_v2.hpp"

#include <cstdint>

namespace veriload::report {
namespace {

using base::node;

void add_histogram(node& to, const char* name, const aggregation::histogram& values) {
  if (values.empty()) return;
  node& one = to.add(name, node::map());
  one.add("count", node::integer(static_cast<std::int64_t>(values.count())));
  one.add("out_of_range", node::integer(static_cast<std::int64_t>(values.out_of_range())));
  one.add("min_ns", node::integer(values.min()));
  one.add("max_ns", node::integer(values.max()));
  one.add("mean_ns", node::number(values.mean()));
  one.add("v2", node::string(encode_v2(values)));
}

node group(const aggregation::request_stats& of) {
  node out = node::map();
  add_histogram(out, "response", of.response);
  add_histogram(out, "failed_response", of.failed_response);
  add_histogram(out, "service", of.service);
  add_histogram(out, "first_byte", of.first_byte);
  add_histogram(out, "lag", of.lag);
  return out;
}

}  // namespace

base::node histogram_tree(const aggregation::request_stats& total,
                          const std::vector<aggregation::named_stats>& endpoints) {
  node out = node::map();
  out.add("total", group(total));
  node& named = out.add("endpoints", node::map());
  for (const aggregation::named_stats& one : endpoints)
    named.add(one.name, group(one.stats));
  return out;
}

}  // namespace veriload::report
