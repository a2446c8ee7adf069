#include "core/report/result_tree.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/report/definitions.hpp"
#include "core/report/health_tree.hpp"

#include <ctime>
#include <limits>

namespace veriload::report {
namespace {

using aggregation::latency_summary;
using aggregation::request_stats;
using aggregation::run_result;
using base::node;

node whole(std::uint64_t value) { return node::integer(static_cast<std::int64_t>(value)); }
node ms(double ns) { return node::number(ns / static_cast<double>(base::millisecond)); }
node ms(base::ns length) { return ms(static_cast<double>(length)); }

// The six figures of the reference, nothing else: strict readers exist.
node latency(const latency_summary& of) {
  node out = node::map();
  out.add("max", ms(of.max));
  out.add("mean", ms(of.mean));
  out.add("p50", ms(of.p50));
  out.add("p90", ms(of.p90));
  out.add("p95", ms(of.p95));
  out.add("p99", ms(of.p99));
  return out;
}

node measure(const aggregation::histogram& values) {
  const latency_summary of = summary_of(values);
  node out = latency(of);
  out.add("count", whole(of.count));
  out.add("min", ms(of.min));
  out.add("out_of_range", whole(of.out_of_range));
  return out;
}

node phase(const aggregation::phase_times& of) {
  node out = node::map();
  out.add("count", whole(of.count));
  out.add("max", ms(of.max));
  out.add("mean", of.count == 0 ? node::number(0.0)
                                : ms(static_cast<double>(of.sum) / static_cast<double>(of.count)));
  return out;
}

void add_counts(node& to, std::uint64_t requests, std::uint64_t failures) {
  to.add("total_requests", whole(requests));
  to.add("total_failures", whole(failures));
  to.add("error_rate",
         node::number(
             requests == 0 ? 0.0 : static_cast<double>(failures) / static_cast<double>(requests)));
}

void add_responses(node& to, const request_stats& of, base::ns duration) {
  add_counts(to, of.requests, of.failures);
  to.add("latency_ms", latency(summary_of(of.all_responses())));
  to.add("success_latency_ms", measure(of.response));
  to.add("failure_latency_ms", measure(of.failed_response));
  const double seconds = static_cast<double>(duration) / static_cast<double>(base::second);
  to.add("throughput_rps",
         node::number(duration > 0 ? static_cast<double>(of.requests) / seconds : 0.0));
  node& bytes = to.add("bytes", node::map());
  bytes.add("sent", whole(of.bytes_out));
  bytes.add("received", whole(of.bytes_in));
}

void add_all_measures(node& to, const request_stats& of, base::ns duration) {
  add_responses(to, of, duration);
  to.add("service_ms", measure(of.service));
  to.add("lag_ms", measure(of.lag));
  to.add("time_to_first_byte_ms", measure(of.first_byte));
  node& connections = to.add("connections", node::map());
  connections.add("opened", whole(of.opened));
  connections.add("reused", whole(of.reused));
  connections.add("dns_ms", phase(of.dns));
  connections.add("connect_ms", phase(of.connect));
  connections.add("tls_ms", phase(of.tls));
}

std::string utc(base::ns since_1970) {
  const std::time_t seconds = since_1970 / base::second;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

node metadata(const run_result& result) {
  const aggregation::run_metadata& run = result.run;
  node out = node::map();
  out.add("tool_version", node::string(run.tool_version));
  out.add("plan_hash", node::string(run.plan_hash));
  // A seed of all 64 bits does not fit a JSON reader's integer: then as text.
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  out.add("seed", run.seed <= most ? whole(run.seed) : node::string(std::to_string(run.seed)));
  out.add("started", run.started > 0 ? node::string(utc(run.started)) : node());
  out.add("duration_seconds",
          node::number(static_cast<double>(run.duration) / static_cast<double>(base::second)));
  out.add("host", node::string(run.host));
  out.add("kernel", node::string(run.kernel));
  out.add("cpu_model", node::string(run.cpu_model));
  out.add("cpu_count", whole(run.cpu_count));
  out.add("threads", whole(run.threads));
  out.add("profile", node::string(run.profile));
  out.add("load_model", node::string(run.load_model));
  out.add("warmup_seconds", node::number(base::in_seconds(run.warmup)));
  out.add("end_reason", node::string(run.end_reason));
  out.add("interrupted", node::boolean(run.interrupted));
  out.add("could_not_run", run.could_not_run.empty() ? node() : node::string(run.could_not_run));
  out.add("aborted", run.aborted.empty() ? node() : node::string(run.aborted));
  node& stalls = out.add("loop_stalls", node::map());
  stalls.add("count", whole(run.loop_stalls));
  stalls.add("longest_ms", ms(run.longest_loop_stall));
  out.add("disordered_samples", whole(result.disordered));
  return out;
}

node verdict_node(const aggregation::verdict& of) {
  node out = node::map();
  out.add("scope", node::string(of.scope));
  out.add("metric", node::string(of.metric));
  out.add("observed", node::number(of.observed));
  out.add("threshold", node::number(of.threshold));
  return out;
}

node text_or_null(const std::string& text) { return text.empty() ? node() : node::string(text); }

node rule_node(const aggregation::verdict& of) {
  node out = verdict_node(of);
  out.add("passed", node::boolean(of.passed));
  out.add("rule", node::string(of.rule));
  out.add("name", text_or_null(of.name));
  out.add("where", text_or_null(of.where));
  out.add("comparison", node::string(of.comparison));
  out.add("unit", node::string(of.unit));
  node interval;
  if (of.has_interval) {
    interval = node::map();
    interval.add("low", node::number(of.low));
    interval.add("high", node::number(of.high));
    interval.add("confidence", node::number(0.95));
  }
  out.add("interval", std::move(interval));
  out.add("samples", whole(of.samples));
  out.add("measurable", node::boolean(of.measurable));
  out.add("ended_run", node::boolean(of.ended_run));
  out.add("message", text_or_null(of.message));
  return out;
}

node slo(const std::vector<aggregation::verdict>& verdicts) {
  node broken = node::list();
  node rules = node::list();
  for (const aggregation::verdict& one : verdicts) {
    if (!one.passed) broken.push(verdict_node(one));
    rules.push(rule_node(one));
  }
  node out = node::map();
  out.add("passed", node::boolean(broken.size() == 0));
  out.add("breaches", std::move(broken));
  out.add("rules", std::move(rules));
  return out;
}

node no_cleanup() {
  node out = node::map();
  out.add("enabled", node::boolean(false));
  for (const char* count : {"attempted", "succeeded", "failed"})
    out.add(count, whole(0));
  out.add("failures", node::list());
  return out;
}

node summary(const aggregation::group_summary& of) {
  node out = node::map();
  add_counts(out, of.requests, of.failures);
  out.add("latency_ms", latency(of.latency));
  return out;
}

node summaries(const std::vector<aggregation::group_summary>& groups) {
  node out = node::map();
  for (const aggregation::group_summary& one : groups)
    out.add(one.name, summary(one));
  return out;
}

node workers(const std::vector<aggregation::worker_result>& all) {
  node out = node::list();
  if (all.size() < 2) return out;
  for (const aggregation::worker_result& one : all) {
    node& worker = out.push(node::map());
    worker.add("worker_index", whole(one.index));
    worker.add("target_users", whole(one.target_users));
    node& personas = worker.add("persona_ids", node::list());
    for (const std::string& id : one.persona_ids)
      personas.push(node::string(id));
    node& of = worker.add("summary", summary(one.total));
    of.add("endpoints", summaries(one.endpoints));
    of.add("segments", summaries(one.segments));
    worker.add("cleanup", no_cleanup());
  }
  return out;
}

node errors(const run_result& run) {
  node out = node::list();
  for (const aggregation::error_row& one : run.errors) {
    node& row = out.push(node::map());
    row.add("class", node::string(std::string(name_of(one.kind))));
    row.add("endpoint", node::string(one.endpoint));
    row.add("code", node::integer(one.code));
    row.add("count", whole(one.count));
    row.add("example", node::string(one.example));
  }
  return out;
}

node task_failures(const run_result& run) {
  node out = node::list();
  for (const aggregation::task_cause& one : run.task_failures) {
    node& row = out.push(node::map());
    row.add("task", node::string(one.where));
    row.add("message", node::string(one.message));
    row.add("count", whole(one.count));
  }
  return out;
}

node failed_personas(const run_result& run) {
  node out = node::list();
  for (const aggregation::failed_persona_row& one : run.failed_personas) {
    node& row = out.push(node::map());
    row.add("persona_id", node::string(one.persona_id));
    row.add("user", whole(one.user));
    row.add("failures", whole(one.failures));
    node& requests = row.add("requests", node::list());
    for (const std::string& name : one.requests)
      requests.push(node::string(name));
    row.add("example", node::string(one.example));
  }
  return out;
}

node series(const run_result& run) {
  node rows = node::list();
  for (const aggregation::series_row& one : run.series) {
    node& row = rows.push(node::map());
    row.add("second", whole(one.second));
    row.add("requests", whole(one.requests));
    row.add("failures", whole(one.failures));
    row.add("bytes_sent", whole(one.bytes_out));
    row.add("bytes_received", whole(one.bytes_in));
    row.add("users", whole(one.users));
    row.add("p50_ms", ms(one.p50));
    row.add("p95_ms", ms(one.p95));
    row.add("p99_ms", ms(one.p99));
    row.add("max_ms", ms(one.max));
  }
  node out = node::map();
  out.add("interval_seconds", whole(run.series_interval));
  out.add("rows", std::move(rows));
  return out;
}

node arrivals(const run_result& run) {
  if (!run.arrivals) return {};
  const aggregation::arrival_counts& of = *run.arrivals;
  node out = node::map();
  out.add("planned", whole(of.planned));
  out.add("started", whole(of.started));
  out.add("late", whole(of.late));
  out.add("skipped", whole(of.skipped));
  out.add("planned_rate", node::number(of.planned_rate()));
  out.add("achieved_rate", node::number(of.achieved_rate()));
  out.add("lateness_ms", measure(of.lateness));
  return out;
}

void add_checks(node& to, const std::vector<aggregation::check_row>& rows) {
  node& checks = to.add("checks", node::map());
  for (const aggregation::check_row& one : rows) {
    node& row = checks.add(one.name, node::map());
    row.add("passes", whole(one.counts.passes));
    row.add("fails", whole(one.counts.fails));
  }
}

void add_counters(node& to, const std::vector<aggregation::counter_row>& rows) {
  node& counters = to.add("counters", node::map());
  for (const aggregation::counter_row& one : rows) {
    node& row = counters.add(one.name, node::map());
    row.add("unit", node::string(one.unit));
    row.add("value", node::number(one.value));
  }
}

node named(const std::vector<aggregation::named_stats>& groups, base::ns duration,
           void (*add)(node&, const request_stats&, base::ns)) {
  node out = node::map();
  for (const aggregation::named_stats& one : groups) {
    add(out.add(one.name, node::map()), one.stats, duration);
  }
  return out;
}

// What was kept apart; null without a warm-up.
node warmup(const run_result& run) {
  if (!run.warmup) return {};
  const aggregation::warmup_result& of = *run.warmup;
  node out = node::map();
  add_all_measures(out, of.total, run.run.warmup);
  out.add("endpoints", named(of.endpoints, run.run.warmup, add_all_measures));
  add_checks(out, of.checks);
  add_counters(out, of.counters);
  out.add("iterations", whole(of.iterations));
  out.add("task_failures", whole(of.task_failures));
  return out;
}

}  // namespace

base::node result_tree(const run_result& run) {
  node out = node::map();
  const base::ns measured = run.run.measured();
  add_all_measures(out, run.total, measured);
  out.add("endpoints", named(run.endpoints, measured, add_all_measures));
  out.add("segments", named(run.segments, measured, add_responses));
  out.add("slo", slo(run.verdicts));
  out.add("workers", workers(run.workers));
  out.add("cleanup", no_cleanup());
  out.add("run", metadata(run));
  out.add("errors", errors(run));
  out.add("errors_not_listed", whole(run.other_errors));
  out.add("task_failures", task_failures(run));
  out.add("task_failures_not_listed", whole(run.other_task_failures));
  out.add("failed_personas", failed_personas(run));
  out.add("persona_failures_not_listed", whole(run.other_persona_failures));
  add_checks(out, run.checks);
  add_counters(out, run.counters);
  node& users = out.add("users", node::map());
  users.add("started", whole(run.users.started));
  users.add("finished", whole(run.users.finished));
  users.add("failed", whole(run.users.failed));
  users.add("peak", whole(run.users.peak));
  out.add("iterations", whole(run.iterations));
  out.add("series", series(run));
  out.add("arrivals", arrivals(run));
  out.add("warmup", warmup(run));
  out.add("validity", validity_tree(run.judgement));
  out.add("health", health_tree(run.health));
  out.add("definitions", definitions(run.run.load_model));
  return out;
}

}  // namespace veriload::report
