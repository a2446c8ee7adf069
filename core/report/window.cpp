#include "core/report/window.hpp"

#include "core/aggregation/series.hpp"
#include "core/aggregation/snapshot.hpp"
#include "core/base/setup_error.hpp"
#include "core/report/result_tree.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace veriload::report {
namespace {

using aggregation::endpoint_interval;
using base::node;

// What the seconds of a run file know of a run and of an endpoint.
constexpr std::array run_members{"total_requests",
                                 "total_failures",
                                 "error_rate",
                                 "latency_ms",
                                 "success_latency_ms",
                                 "failure_latency_ms",
                                 "throughput_rps",
                                 "bytes",
                                 "service_ms",
                                 "lag_ms",
                                 "series"};
constexpr std::array endpoint_members{"total_requests", "total_failures",     "error_rate",
                                      "latency_ms",     "success_latency_ms", "failure_latency_ms",
                                      "throughput_rps", "service_ms",         "lag_ms"};

template <class Names>
node only(const node& from, const Names& names) {
  node out = node::map();
  for (const char* name : names) {
    if (const node* found = from.find(name)) out.add(name, *found);
  }
  return out;
}

void add(aggregation::request_stats& to, const endpoint_interval& from) {
  to.requests += from.requests;
  to.failures += from.failures;
  to.response.merge(from.response);
  to.failed_response.merge(from.failed_response);
  to.service.merge(from.service);
  to.lag.merge(from.lag);
}

// Adds up seconds, which lie in the file in their order.
class sum_of_seconds {
 public:
  explicit sum_of_seconds(const run_file& file) : file_(file) {}

  void add_all(const time_window& window) {
    kept_second one;
    for (std::size_t i = 0; i < file_.seconds(); ++i) {
      if (!file_.second(i, window.from, window.to, one)) continue;
      add_second(one);
      ++count;
      last = std::max(last, one.second);
    }
  }

  aggregation::run_result result(base::ns duration) {
    aggregation::run_result out;
    out.run.duration = duration;
    for (auto& [id, stats] : endpoints_) {
      out.total.merge(stats);
      out.endpoints.push_back({file_.names().at(id), std::move(stats)});
    }
    std::ranges::sort(out.endpoints, {}, &aggregation::named_stats::name);
    out.total.bytes_out = bytes_out_;
    out.total.bytes_in = bytes_in_;
    out.series = series_.rows();
    out.series_interval = series_.interval();
    return out;
  }

  std::uint64_t count = 0;
  std::uint64_t last = 0;

 private:
  void add_second(const kept_second& one) {
    aggregation::snapshot seen;
    for (std::uint32_t id = 0; id < one.measured.endpoints.size(); ++id) {
      const endpoint_interval& of = one.measured.endpoints[id];
      if (of.requests == 0) continue;
      add(endpoints_[id], of);
      seen.requests += of.requests;
      seen.failures += of.failures;
      seen.response.merge(of.response);
      seen.response.merge(of.failed_response);
    }
    seen.bytes_out = one.measured.bytes_out;
    seen.bytes_in = one.measured.bytes_in;
    seen.users = one.measured.users;
    bytes_out_ += seen.bytes_out;
    bytes_in_ += seen.bytes_in;
    if (count > 0 && one.second < last) {
      throw setup_error(file_.name() + ": second " + std::to_string(one.second) +
                        " comes after second " + std::to_string(last) +
                        "; the file is damaged, copy or make it again");
    }
    series_.add(static_cast<std::uint32_t>(one.second), seen);
  }

  const run_file& file_;
  std::map<std::uint32_t, aggregation::request_stats> endpoints_;
  aggregation::series series_;
  std::uint64_t bytes_out_ = 0;
  std::uint64_t bytes_in_ = 0;
};

// The window ends where the run did; without the result of the run, with its last second.
double end_of(const run_file& file, const time_window& window, const node& run,
              const sum_of_seconds& sum) {
  const node* told = file.is_partial() ? nullptr : run.find("duration_seconds");
  const bool known =
      told && (told->is(base::node_kind::number) || told->is(base::node_kind::integer));
  const double end = known ? told->as_number() : static_cast<double>(sum.last + 1);
  return std::min(end, static_cast<double>(window.to));
}

}  // namespace

window_figures figures_of(const run_file& file, const time_window& window) {
  sum_of_seconds sum(file);
  sum.add_all(window);
  if (sum.count == 0) {
    throw setup_error(file.name() + ": has no second in the window, it has " +
                      std::to_string(file.seconds()) + " seconds");
  }
  node run = file.run();
  if (!file.is_partial()) {
    const node result = file.result();
    if (const node* whole = result.find("run")) run = *whole;
  }
  const double from = static_cast<double>(window.from);
  const double to = end_of(file, window, run, sum);
  aggregation::run_result added = sum.result(base::from_seconds(std::max(0.0, to - from)));

  window_figures out;
  out.seconds = sum.count;
  const node all = result_tree(added);
  out.tree = only(all, run_members);
  node& endpoints = out.tree.add("endpoints", node::map());
  const node& found = *all.find("endpoints");
  for (std::size_t i = 0; i < found.size(); ++i)
    endpoints.add(std::string(found.key_at(i)), only(found.at(i), endpoint_members));
  node place = node::map();
  place.add("from_seconds", node::number(from));
  place.add("to_seconds", node::number(to));
  run.set("window", std::move(place));
  if (file.is_partial()) run.set("partial", node::boolean(true));
  out.tree.add("run", std::move(run));
  node& words = out.tree.add("definitions", only(*all.find("definitions"), run_members));
  words.add("window",
            node::string("requests that were done in these seconds of the run; what only the whole "
                         "run knows is left out"));
  out.totals.total = std::move(added.total);
  out.totals.endpoints = std::move(added.endpoints);
  return out;
}

}  // namespace veriload::report
