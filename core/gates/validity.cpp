#include "core/gates/validity.hpp"

#include "core/aggregation/run_result.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <functional>
#include <string>

namespace veriload::gates {
namespace {

using aggregation::health;
using aggregation::health_row;
using aggregation::run_result;
using aggregation::validity;
using base::millisecond;

// The bounds, each with its reason in validity.md.
constexpr double busy_cpu = 0.8, busy_share = 1.0 / 3;
constexpr double waits_for_core = 0.1;
constexpr double stolen = 0.05;
constexpr double throttled_hint = 0.01, throttled_proof = 0.05;
constexpr double stalled_proof = 0.01;
constexpr base::ns stalled_least = 200 * millisecond;
constexpr base::ns late_hint = 3 * millisecond / 2, late_proof = 5 * millisecond;
constexpr double late_share = 0.1;
constexpr base::ns lag_hint = millisecond, lag_proof = 10 * millisecond;
constexpr double lag_share = 0.05, lag_proof_share = 0.5;
constexpr double used_up = 0.9;
constexpr double own_failures_proof = 0.001;
constexpr double disordered_proof = 0.01;
constexpr std::uint64_t fewest_beats = 25;
constexpr std::size_t fewest_rows = 3;

[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...) {
  char out[512];
  va_list values;
  va_start(values, format);
  std::vsnprintf(out, sizeof out, format, values);
  va_end(values);
  return out;
}

double percent(double share) { return 100 * share; }
double ms(base::ns t) { return base::in_milliseconds(t); }
double seconds(base::ns t) { return base::in_seconds(t); }

base::ns length_of(const health& of) {
  base::ns sum = 0;
  for (const health_row& row : of.rows)
    sum += row.to - row.from;
  return sum;
}

// The mean of a share over all rows, by their lengths.
double mean_of(const health& of, const std::function<double(const health_row&)>& share) {
  double sum = 0;
  for (const health_row& row : of.rows)
    sum += share(row) * static_cast<double>(row.to - row.from);
  return of.rows.empty() ? 0 : sum / static_cast<double>(length_of(of));
}

std::size_t workers_of(const health& of) {
  std::size_t most = 0;
  for (const health_row& row : of.rows)
    most = std::max(most, row.workers.size());
  return most;
}

class judge {
 public:
  explicit judge(const run_result& run) : run_(run), health_(run.health) {}

  aggregation::judgement verdict() {
    throttling();
    stalls();
    late_loops();
    lag();
    own_failures();
    disorder();
    busy_workers();
    waits_for_cores();
    stolen_time();
    descriptors();
    ports();
    std::ranges::stable_sort(out_.reasons, std::ranges::greater{},
                             &aggregation::validity_reason::weight);
    if (!out_.reasons.empty()) out_.verdict = out_.reasons.front().weight;
    return std::move(out_);
  }

 private:
  void add(const char* rule, validity weight, double observed, double bound, std::string words) {
    out_.reasons.push_back({rule, weight, observed, bound, std::move(words)});
  }

  void throttling() {
    const double share = mean_of(health_, [](const health_row& row) { return row.throttled; });
    if (share < throttled_hint) return;
    const bool proof = share >= throttled_proof;
    const std::string limit =
        health_.cpu_limit > 0 ? text(" of %.3g cores", health_.cpu_limit) : std::string();
    add("throttled", proof ? validity::invalid : validity::suspect, share,
        proof ? throttled_proof : throttled_hint,
        text("the CPU limit%s of this container (cgroup) held the generator still for %.1f %% of "
             "the run, the bound is %.0f %%: raise the limit, or ask less of this machine",
             limit.c_str(), percent(share), percent(proof ? throttled_proof : throttled_hint)));
  }

  void stalls() {
    std::uint64_t count = 0;
    base::ns stalled = 0, longest = 0;
    for (const health_row& row : health_.rows) {
      count += row.stalls;
      stalled += row.stalled;
      longest = std::max(longest, row.longest_wait);
    }
    if (count == 0) return;
    const auto all = static_cast<double>(length_of(health_)) *
                     static_cast<double>(std::max<std::size_t>(1, workers_of(health_)));
    const double share = static_cast<double>(stalled) / all;
    const bool proof = share >= stalled_proof && stalled >= stalled_least;
    add("stalls", proof ? validity::invalid : validity::suspect, ms(longest), 100,
        text(
            "loops of workers stood still %llu times for 100 ms or more, the longest for %.0f ms, "
            "%.1f %% of the run together (the bound is 1 %%): a task that blocks without co_await, "
            "a stopped process, or a machine that had no core to give",
            static_cast<unsigned long long>(count), ms(longest), percent(share)));
  }

  // An answer that comes while the loop sleeps or works on something else waits as the heartbeat
  // does. Where the heartbeat's median is above that of the responses, most answers come while the
  // loop is awake for them: what is late then is the start of the next request.
  void late_loops() {
    const aggregation::histogram& waits = health_.waits;
    if (waits.count() < fewest_beats || run_.total.requests == 0) return;
    const aggregation::histogram responses = run_.total.all_responses();
    const auto part_of = [&](double p) {
      return static_cast<base::ns>(late_share * static_cast<double>(responses.percentile(p)));
    };
    const base::ns median = waits.percentile(50);
    const base::ns tail = waits.percentile(99);
    const base::ns proof = std::max(late_proof, part_of(50));
    if (median > proof && median <= responses.percentile(50)) {
      add("late_loops", validity::invalid, ms(median), ms(proof),
          text("what was due on a worker's loop waited %.1f ms in the median, the bound is %.1f ms "
               "(the higher of 5 ms and 10 %% of the median response): that much of the response "
               "times is this generator's; use more threads or machines, or fewer users",
               ms(median), ms(proof)));
      return;
    }
    const base::ns hint = std::max(late_hint, part_of(50));
    const base::ns tail_hint = std::max(late_proof, part_of(99));
    if (median <= hint && tail <= tail_hint) return;
    const bool by_median = median > hint;
    add("late_loops", validity::suspect, ms(by_median ? median : tail),
        ms(by_median ? hint : tail_hint),
        text(
            "what was due on a worker's loop waited %.1f ms in the %s, the bound is %.1f ms (10 %% "
            "of the response time there, at least %s): requests started late and response times "
            "may hold some of this generator's time; give it a calmer machine, more threads or "
            "fewer users",
            ms(by_median ? median : tail), by_median ? "median" : "99th percentile",
            ms(by_median ? hint : tail_hint), by_median ? "1.5 ms" : "5 ms"));
  }

  // A closed plan has no schedule that it could be late for.
  void lag() {
    const std::string& model = run_.run.load_model;
    if (model.empty() || model == "closed" || run_.total.lag.empty()) return;
    const aggregation::histogram responses = run_.total.all_responses();
    const auto part_of = [&](double p, double share) {
      return static_cast<base::ns>(share * static_cast<double>(responses.percentile(p)));
    };
    const base::ns median = run_.total.lag.percentile(50);
    const base::ns tail = run_.total.lag.percentile(99);
    const base::ns hint = std::max(lag_hint, part_of(50, lag_share));
    const base::ns proof = std::max(lag_proof, part_of(99, lag_proof_share));
    if (tail <= hint) return;
    const bool invalid = median > hint || tail > proof;
    const bool by_median = median > hint;
    const base::ns bound = invalid && !by_median ? proof : hint;
    add("lag", invalid ? validity::invalid : validity::suspect, ms(by_median ? median : tail),
        ms(bound),
        text("requests left %.1f ms after their planned instant in the %s, the bound is %.1f ms: "
             "the target did not get the load that was planned; use more threads or machines, a "
             "higher run.users, or a lower rate",
             ms(by_median ? median : tail), by_median ? "median" : "99th percentile", ms(bound)));
  }

  void own_failures() {
    std::uint64_t count = 0;
    std::string example;
    for (const aggregation::error_row& row : run_.errors) {
      if (row.kind != aggregation::error_class::machine) continue;
      count += row.count;
      if (example.empty()) example = row.example;
    }
    if (count == 0) return;
    const double share = static_cast<double>(count) / static_cast<double>(run_.total.requests);
    add("own_failures", share >= own_failures_proof ? validity::invalid : validity::suspect, share,
        own_failures_proof,
        text("%llu requests (%.2g %%) failed for want of something of this machine (%s), the bound "
             "is 0.1 %%: raise its limits (ulimit -n, ip_local_port_range), keep connections open, "
             "or use more machines",
             static_cast<unsigned long long>(count), percent(share), example.c_str()));
  }

  void disorder() {
    if (run_.disordered == 0) return;
    const double share =
        static_cast<double>(run_.disordered) / static_cast<double>(run_.total.requests);
    add("disordered", share >= disordered_proof ? validity::invalid : validity::suspect, share,
        disordered_proof,
        text("%llu samples had their instants out of order and were put right by guess, the bound "
             "is 1 %% of all: a protocol plugin measures wrongly; report it to its author",
             static_cast<unsigned long long>(run_.disordered)));
  }

  void busy_workers() {
    if (health_.rows.size() < fewest_rows) return;
    const base::ns all = length_of(health_);
    base::ns longest = 0;
    std::size_t who = 0;
    for (std::size_t i = 0; i < workers_of(health_); ++i) {
      base::ns busy = 0;
      for (const health_row& row : health_.rows) {
        if (i < row.workers.size() && row.workers[i].cpu > busy_cpu) busy += row.to - row.from;
      }
      if (busy > longest) {
        longest = busy;
        who = i;
      }
    }
    const double share = static_cast<double>(longest) / static_cast<double>(all);
    if (share < busy_share) return;
    add("cpu", validity::suspect, share, busy_share,
        text("worker %zu used more than 80 %% of its core in %.1f of %.1f s, the bound is a third: "
             "the generator may be what limits the rate; use more threads or machines, or give "
             "users time to think",
             who, seconds(longest), seconds(all)));
  }

  void waits_for_cores() {
    if (health_.rows.size() < fewest_rows) return;
    double most = 0;
    std::size_t who = 0;
    for (std::size_t i = 0; i < workers_of(health_); ++i) {
      const double share = mean_of(health_, [i](const health_row& row) {
        return i < row.workers.size() ? row.workers[i].run_delay : 0.0;
      });
      if (share <= most) continue;
      most = share;
      who = i;
    }
    if (most < waits_for_core) return;
    add("run_queue", validity::suspect, most, waits_for_core,
        text("worker %zu was ready to run but had no core for %.0f %% of the run, the bound is "
             "10 %%: other programs compete for the cores of this machine; move them or the target "
             "elsewhere",
             who, percent(most)));
  }

  void stolen_time() {
    const double share = mean_of(health_, [](const health_row& row) { return row.stolen; });
    if (share < stolen) return;
    add("stolen", validity::suspect, share, stolen,
        text("the hypervisor gave %.0f %% of this machine's cores to other machines, the bound is "
             "5 %%: use a machine with cores of its own",
             percent(share)));
  }

  void descriptors() {
    std::uint64_t most = 0;
    for (const health_row& row : health_.rows)
      most = std::max(most, row.descriptors);
    const double share =
        health_.descriptor_limit == 0
            ? 0
            : static_cast<double>(most) / static_cast<double>(health_.descriptor_limit);
    if (share < used_up) return;
    add("descriptors", validity::suspect, share, used_up,
        text(
            "%llu of %llu descriptors were in use, the bound is 90 %%: raise the limit (ulimit -n)",
            static_cast<unsigned long long>(most),
            static_cast<unsigned long long>(health_.descriptor_limit)));
  }

  void ports() {
    std::uint64_t most = 0;
    for (const health_row& row : health_.rows)
      most = std::max(most, row.connections + row.time_wait);
    const double share =
        health_.ports == 0 ? 0 : static_cast<double>(most) / static_cast<double>(health_.ports);
    if (share < used_up) return;
    add("ports", validity::suspect, share, used_up,
        text("%llu connections were open or waited for their port, of %llu local ports, the bound "
             "is 90 %%: keep connections open, widen ip_local_port_range, or add "
             "network.source_addresses",
             static_cast<unsigned long long>(most),
             static_cast<unsigned long long>(health_.ports)));
  }

  const run_result& run_;
  const health& health_;
  aggregation::judgement out_;
};

}  // namespace

aggregation::judgement judge_generator(const run_result& run) { return judge(run).verdict(); }

}  // namespace veriload::gates
