// The result of a run as a document. Flow: run result -> [result tree] -> JSON report, reporter plugins.
#pragma once

#include "core/base/node.hpp"

namespace veriload::aggregation {
struct run_result;
}

namespace veriload::report {

/// The document that all reports are made of. Members (lengths of time are in milliseconds, as numbers):
///
///     total_requests, total_failures, error_rate, latency_ms, endpoints, segments, slo, workers, cleanup
///
/// mean what they mean in reports of VeriLoad 0.1; `latency_ms` is of all requests, failures included.
/// New are
///
///     run                 what ran, where, for how long; `started` is ISO 8601 in UTC
///     throughput_rps      requests per second of the run's duration, 0 when that is not known
///     bytes               {sent, received}
///     success_latency_ms, failure_latency_ms, service_ms, lag_ms, time_to_first_byte_ms
///                         like latency_ms, with `count`, `min` and `out_of_range` (above one hour)
///     connections         {opened, reused, dns_ms, connect_ms, tls_ms}, the last three {count, mean, max}
///     errors              [{class, code, count, endpoint, example}], most frequent first; the failures of
///                         causes that were not kept are in `errors_not_listed`
///     task_failures       [{count, message, task}], likewise with `task_failures_not_listed`
///     checks              {NAME: {passes, fails}}
///     counters            {NAME: {unit, value}}
///     users               {started, finished, failed, peak}
///     iterations
///     series              {interval_seconds, rows}: the run in equal steps
///     definitions         what each measure means, in words
///
/// An endpoint has the measures of the whole run; a segment those of response time. `slo.rules` holds every
/// verdict, `slo.breaches` the failed ones. `workers` is empty when there is one. Thread: any.
base::node result_tree(const aggregation::run_result& run);

}  // namespace veriload::report
