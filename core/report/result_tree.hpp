// The result of a run as a document. Flow: run result -> [result tree] -> reports.
#pragma once

#include "core/base/node.hpp"

namespace veriload::aggregation {
struct run_result;
}

namespace veriload::report {

/// The document that all reports are made of. Lengths of time are in milliseconds, as numbers.
///
/// These members mean what they mean in reports of VeriLoad 0.1; `latency_ms` is of all requests,
/// failures included: total_requests, total_failures, error_rate, latency_ms, endpoints, segments,
/// slo {breaches, passed}, workers (empty when there is one), cleanup.
///
/// New are:
/// - run: what ran, where and for how long, and why it was no run (could_not_run); `started` is ISO
/// 8601 in UTC or null
/// - run.load_model: closed, open or partly_open; definitions.load_model says what response time is
///   under it
/// - throughput_rps: requests per second of the run's duration without its warm-up, 0 when that is
///   not known
/// - arrivals: {planned, started, late, skipped, planned_rate, achieved_rate (per second),
///   lateness_ms}; null when the plan is closed
/// - warmup: the measures of what was planned in the first run.warmup_seconds, with endpoints,
///   checks, counters, iterations and task_failures (a number); null without a warm-up
/// - bytes: {sent, received}
/// - success_latency_ms, failure_latency_ms, service_ms, lag_ms, time_to_first_byte_ms: like
///   latency_ms, with `count`, `min` and `out_of_range` (above one hour)
/// - connections: {opened, reused, dns_ms, connect_ms, tls_ms}, the last three {count, mean, max}
/// - errors: [{class, code, count, endpoint, example}], most frequent first
/// - task_failures: [{count, message, task}], most frequent first
/// - errors_not_listed, task_failures_not_listed: failures whose cause was not kept
/// - failed_personas: [{persona_id, user, failures, requests, example}], at most 500 in the order
///   of the pool; persona_failures_not_listed: failures of the others
/// - checks: {NAME: {passes, fails}}
/// - counters: {NAME: {unit, value}}
/// - users: {started, finished, failed, peak}
/// - iterations
/// - series: {interval_seconds, rows}, the run in equal steps
/// - validity: {verdict, reasons}: whether the numbers can be believed
/// - health: how the generator itself fared, {descriptor_limit, local_ports, cpu_limit_cores,
///   loop_wait_ms, rows}
/// - slo.rules: every verdict with `passed`; breaches are the failed ones. Also rule (as written),
///   name, where (file:line:column), comparison, unit (ms, share, per_second, count), interval
///   {low, high, confidence} of a percentile or null, samples, measurable, ended_run, message
/// - definitions: what each measure means, in words
///
/// An endpoint has the measures of the whole run; a segment those of response time. Thread: any.
base::node result_tree(const aggregation::run_result& run);

}  // namespace veriload::report
