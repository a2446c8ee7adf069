#include "core/aggregation/merge.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/aggregation/run_result.hpp"

#include <algorithm>
#include <memory>

namespace veriload::aggregation {
namespace {

// The row of `list`, which is sorted by name, made when missing.
template <class Row>
Row& row_named(std::vector<Row>& list, std::string_view name) {
  auto at = std::ranges::lower_bound(list, name, {}, &Row::name);
  if (at == list.end() || at->name != name) {
    at = list.insert(at, Row{});
    at->name = name;
  }
  return *at;
}

group_summary summarise(std::string_view name, const request_stats& stats) {
  return {std::string(name), stats.requests, stats.failures, summary_of(stats.all_responses())};
}

void add_groups(std::vector<named_stats>& into, std::vector<group_summary>& own,
                const std::vector<std::unique_ptr<request_stats>>& groups,
                const name_table& names) {
  for (std::uint32_t id = 0; id < groups.size(); ++id) {
    if (!groups[id]) continue;
    row_named(into, names.name(id)).stats.merge(*groups[id]);
    own.push_back(summarise(names.name(id), *groups[id]));
  }
  std::ranges::sort(own, {}, &group_summary::name);
}

void add_error(std::vector<error_row>& rows, const error_row& from) {
  const auto known = std::ranges::find_if(rows, [&](const error_row& row) {
    return row.kind == from.kind && row.code == from.code && row.endpoint == from.endpoint;
  });
  if (known == rows.end()) {
    rows.push_back(from);
  } else {
    known->count += from.count;
  }
}

void add_task_failure(std::vector<task_cause>& rows, const task_cause& from) {
  const auto known = std::ranges::find_if(rows, [&](const task_cause& row) {
    return row.message == from.message && row.where == from.where;
  });
  if (known == rows.end()) {
    rows.push_back(from);
  } else {
    known->count += from.count;
  }
}

// Most frequent first; what is past the bound is only counted.
template <class Row>
void keep_most_frequent(std::vector<Row>& rows, std::uint64_t& other) {
  std::ranges::stable_sort(rows, std::ranges::greater{}, &Row::count);
  while (rows.size() > most_causes) {
    other += rows.back().count;
    rows.pop_back();
  }
}

void add_users(user_counts& into, const user_counts& from) {
  into.started += from.started;
  into.finished += from.finished;
  into.failed += from.failed;
  into.peak += from.peak;
}

void add_check(run_result& into, std::string_view name, const check_counts& counts) {
  check_counts& sum = row_named(into.checks, name).counts;
  sum.passes += counts.passes;
  sum.fails += counts.fails;
}

void add_counter(run_result& into, std::string_view name, std::string_view unit, double value) {
  counter_row& row = row_named(into.counters, name);
  if (row.unit.empty()) row.unit = unit;
  row.value += value;
}

void add_recorder(run_result& into, const recorder& from, const name_tables& names) {
  worker_result own;
  own.index = static_cast<std::uint32_t>(into.workers.size());
  const request_stats total = from.total();
  own.total = summarise({}, total);
  into.total.merge(total);
  add_groups(into.endpoints, own.endpoints, from.endpoints(), names.endpoints);
  add_groups(into.segments, own.segments, from.segments(), names.segments);
  into.workers.push_back(std::move(own));

  for (const error_cause& cause : from.errors().kept()) {
    add_error(into.errors, {std::string(names.endpoints.name(cause.endpoint)), cause.kind,
                            cause.code, cause.count, cause.example});
  }
  into.other_errors += from.errors().other();
  for (const task_cause& cause : from.task_failures().kept()) {
    add_task_failure(into.task_failures, cause);
  }
  into.other_task_failures += from.task_failures().other();
  for (std::uint32_t id = 0; id < from.checks().size(); ++id) {
    const check_counts& counts = from.checks()[id];
    if (counts.passes + counts.fails > 0) add_check(into, names.checks.name(id), counts);
  }
  for (std::uint32_t id = 0; id < from.counters().size(); ++id) {
    if (from.counters()[id] == 0.0) continue;
    add_counter(into, names.counters.name(id), names.counters.unit(id), from.counters()[id]);
  }
  add_users(into.users, from.users());
  into.iterations += from.iterations();
  into.disordered += from.disordered();
}

}  // namespace

run_result merge(std::span<const recorder* const> workers, const name_tables& names) {
  run_result out;
  for (const recorder* worker : workers)
    add_recorder(out, *worker, names);
  keep_most_frequent(out.errors, out.other_errors);
  keep_most_frequent(out.task_failures, out.other_task_failures);
  return out;
}

void add_lost_worker(run_result& into, std::uint32_t index, const interval_block& known,
                     const name_tables& names) {
  constexpr std::string_view no_segment = "(not known)";
  worker_result own;
  own.index = index;
  request_stats total;
  for (std::uint32_t id = 0; id < known.endpoints.size(); ++id) {
    const endpoint_interval& from = known.endpoints[id];
    if (from.requests == 0) continue;
    request_stats stats;
    stats.requests = from.requests;
    stats.failures = from.failures;
    stats.response.merge(from.response);
    stats.failed_response.merge(from.failed_response);
    stats.service.merge(from.service);
    stats.lag.merge(from.lag);
    row_named(into.endpoints, names.endpoints.name(id)).stats.merge(stats);
    own.endpoints.push_back(summarise(names.endpoints.name(id), stats));
    total.merge(stats);
  }
  std::ranges::sort(own.endpoints, {}, &group_summary::name);
  total.bytes_out = known.bytes_out;
  total.bytes_in = known.bytes_in;
  own.total = summarise({}, total);
  if (total.requests > 0) {
    row_named(into.segments, no_segment).stats.merge(total);
    own.segments.push_back(summarise(no_segment, total));
  }
  into.total.merge(total);
  into.other_errors += total.failures;
  into.users.started += known.users;
  into.users.peak += known.users;
  into.workers.push_back(std::move(own));
  std::ranges::stable_sort(into.workers, {}, &worker_result::index);
}

void merge_into(run_result& into, const run_result& from) {
  into.total.merge(from.total);
  for (const named_stats& one : from.endpoints)
    row_named(into.endpoints, one.name).stats.merge(one.stats);
  for (const named_stats& one : from.segments)
    row_named(into.segments, one.name).stats.merge(one.stats);
  for (const error_row& one : from.errors)
    add_error(into.errors, one);
  into.other_errors += from.other_errors;
  keep_most_frequent(into.errors, into.other_errors);
  for (const task_cause& one : from.task_failures)
    add_task_failure(into.task_failures, one);
  into.other_task_failures += from.other_task_failures;
  keep_most_frequent(into.task_failures, into.other_task_failures);
  for (const check_row& one : from.checks)
    add_check(into, one.name, one.counts);
  for (const counter_row& one : from.counters)
    add_counter(into, one.name, one.unit, one.value);
  add_users(into.users, from.users);
  into.iterations += from.iterations;
  into.disordered += from.disordered;
  into.workers.insert(into.workers.end(), from.workers.begin(), from.workers.end());
  std::ranges::stable_sort(into.workers, {}, &worker_result::index);
}

}  // namespace veriload::aggregation
