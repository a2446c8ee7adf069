#include "core/report/definitions.hpp"

#include <utility>

namespace veriload::report {
namespace {

using base::node;

// The response time's own definition depends on who plans a request.
const char* response_time_of(const std::string& load_model) {
  if (load_model == "closed") {
    return "closed: a user sends its next request when it has the answer to the last, so a slow "
           "target is asked less often; response time counts from when the user (or its pacing) "
           "wanted the request";
  }
  if (load_model == "open") {
    return "open: iterations arrive by the plan, however slow the target is; response time counts "
           "from the planned instant of the arrival for its first request, from when the user "
           "wanted it for those after it";
  }
  if (load_model == "partly_open") {
    return "partly open: users arrive by the plan, however slow the target is, and act one step "
           "after the other; response time counts from the planned instant of the arrival for a "
           "user's first request, from when the user wanted it for those after it";
  }
  return "last byte minus planned start";
}

}  // namespace

base::node definitions(const std::string& load_model) {
  static constexpr std::pair<const char*, const char*> words[] = {
      {"latency_ms", "last byte minus planned start, of successes and failures"},
      {"success_latency_ms", "last byte minus planned start, of successes"},
      {"failure_latency_ms", "failure minus planned start, of failures"},
      {"service_ms", "last byte minus first byte sent, of successes"},
      {"time_to_first_byte_ms", "first byte received minus first byte sent, of successes"},
      {"lag_ms",
       "first byte sent minus planned start, less DNS, connect and TLS: how late the "
       "generator was"},
      {"percentiles",
       "nearest rank, highest value of its histogram bucket: exact to 0.1 % or 0.5 "
       "us, never above max"},
      {"error_rate", "failed requests divided by all requests"},
      {"throughput_rps", "all requests divided by the duration of the run without its warm-up"},
      {"arrivals.late", "started more than 10 ms after their planned instant"},
      {"arrivals.skipped", "found no free user in time, or until the plan ended"},
      {"arrivals.lateness_ms", "start minus planned instant, of the arrivals that were started"},
      {"warmup", "what was planned in the first warmup_seconds: in no figure outside of it"},
      {"slo.rules",
       "a percentile is judged by the bound of its 95 % confidence interval (order statistics) on "
       "the far side of the limit; p95_ms and error_rate of slo.global and slo.endpoints by the "
       "reported value; no data fails"},
      {"users.peak", "sum of the workers' peaks"},
      {"validity",
       "VALID, SUSPECT or INVALID (generator-bound): whether the numbers show the target or this "
       "generator, with the reasons"},
      {"health.loop_wait_ms",
       "how late a heartbeat every 20 ms came on the loops of the workers: what an answer that has "
       "arrived waits until it is looked at"},
      {"health.rows.cpu", "share of one core that the worker's thread used"},
      {"health.rows.run_delay", "share of the time that it was able to run and had no core"},
      {"health.rows.throttled", "share of the time that a CPU limit (cgroup) held it still"},
      {"health.rows.stalls", "waits of 100 ms or more on a worker's loop"}};
  node out = node::map();
  for (const auto& [key, meaning] : words)
    out.add(key, node::string(meaning));
  out.add("load_model", node::string(response_time_of(load_model)));
  return out;
}

}  // namespace veriload::report
