// A small run, measured and written to a run file. Flow: [kept run] -> run file tests.
#pragma once

#include "core/aggregation/merge.hpp"
#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/aggregation/run_result.hpp"
#include "core/aggregation/series.hpp"
#include "core/aggregation/snapshot.hpp"
#include "core/report/result_tree.hpp"
#include "core/report/run_file_writer.hpp"

#include <array>
#include <string>

namespace kept_run {

using namespace veriload;

/// Four seconds of two endpoints with successes, failures and lateness.
struct scene {
  scene() {
    base::node plan = base::node::map();
    plan.add("seed", base::node::integer(42));
    base::node known = base::node::map();
    known.add("plan_hash", base::node::string("abc"));
    head = writer.head(known, plan);
    for (std::uint64_t second = 0; second < 4; ++second)
      measure(second);
    const std::array workers{&recorder};
    result = aggregation::merge(workers, {endpoints, segments, checks, counters});
    result.run.plan_hash = "abc";
    result.run.duration = 4 * base::second;
    result.series = series.rows();
    tree = report::result_tree(result);
    end = writer.end(tree, result);
  }

  std::string whole() const { return head + seconds + end; }

  void measure(std::uint64_t second) {
    for (int i = 0; i < 300; ++i) {
      aggregation::sample one;
      one.planned = static_cast<base::ns>(second + 1) * base::second;
      one.sent = one.planned + (i % 5 == 0 ? i * base::microsecond : 0);
      one.done = one.sent + base::millisecond + i * 7'919 * (static_cast<base::ns>(second) + 1);
      one.endpoint = i % 3 == 0 ? orders : items;
      one.bytes_in = 100;
      one.bytes_out = 10;
      if (i % 50 == 7) one.failure = aggregation::error_class::timeout;
      if (i == 299 && second == 2) one.done = one.sent + 2 * aggregation::histogram::highest;
      recorder.record(one);
    }
    const aggregation::interval_block* block = &recorder.take_interval();
    seconds += writer.second(second, *block, endpoints);
    const auto from = static_cast<base::ns>(second) * base::second;
    series.add(static_cast<std::uint32_t>(second),
               aggregation::merge_intervals({&block, 1}, endpoints, from, from + base::second));
  }

  aggregation::name_table endpoints, segments, checks, counters;
  std::uint32_t items = endpoints.intern("GET /items");
  std::uint32_t orders = endpoints.intern("POST /orders");
  std::uint32_t everybody = segments.intern("all");
  aggregation::recorder recorder;
  aggregation::series series;
  aggregation::run_result result;
  report::run_file_writer writer;
  base::node tree;
  std::string head, seconds, end;
};

}  // namespace kept_run
