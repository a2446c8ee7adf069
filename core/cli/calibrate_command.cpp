// `veriload calibrate`: the floor below which no run on this machine can come.
#include "core/base/node.hpp"
#include "core/base/node_json.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/plugin_folders.hpp"
#include "core/cli/terminal.hpp"
#include "core/cli/version.hpp"
#include "core/report/figures.hpp"
#include "core/run/calibration.hpp"
#include "core/run/machine.hpp"

#include <cmath>
#include <cstdio>

namespace veriload::cli {
namespace {

using base::node;

double per_second(const run::calibrated_load& of) {
  return static_cast<double>(of.requests) / base::in_seconds(of.length);
}

// Requests that one core would carry if the worker had it to itself.
double per_core(const run::calibrated_load& of) {
  return of.cpu_per_request > 0 ? 1e9 / of.cpu_per_request : 0.0;
}

node latency(const aggregation::latency_summary& of) {
  node out = node::map();
  out.add("p50", node::number(base::in_milliseconds(of.p50)));
  out.add("p99", node::number(base::in_milliseconds(of.p99)));
  out.add("max", node::number(base::in_milliseconds(of.max)));
  return out;
}

node load(const run::calibrated_load& of) {
  node out = node::map();
  out.add("users", node::integer(of.users));
  out.add("requests", node::integer(static_cast<std::int64_t>(of.requests)));
  out.add("failures", node::integer(static_cast<std::int64_t>(of.failures)));
  out.add("requests_per_second", node::number(per_second(of)));
  out.add("requests_per_second_per_core", node::number(per_core(of)));
  out.add("cpu_us_per_request", node::number(of.cpu_per_request / 1e3));
  out.add("cpu_share", node::number(of.cpu_share));
  out.add("response_ms", latency(of.response));
  out.add("service_ms", latency(of.service));
  return out;
}

node document(const run::calibration& of, const run::machine_facts& machine) {
  node out = node::map();
  out.add("version", node::string(product_version));
  node& where = out.add("machine", node::map());
  where.add("host", node::string(machine.host));
  where.add("kernel", node::string(machine.kernel));
  where.add("cpu_model", node::string(machine.cpu_model));
  where.add("cores", node::integer(machine.cores));
  where.add("usable_cores", node::integer(run::usable_cores()));
  out.add("one_user", load(of.one_user));
  out.add("many_users", load(of.many_users));
  out.add("timer_lateness_ms", latency(of.timer_lateness));
  out.add("error", of.error.empty() ? node() : node::string(of.error));
  return out;
}

void print_load(const char* what, const run::calibrated_load& of) {
  std::printf("%s\n", what);
  std::printf("  %-22s %s/s, %s/s per core (%.2f us of CPU each, %.0f %% of a core used)\n",
              "requests", report::rate_text(per_second(of)).c_str(),
              report::rate_text(std::round(per_core(of))).c_str(), of.cpu_per_request / 1e3,
              100 * of.cpu_share);
  const auto line = [](const char* name, const aggregation::latency_summary& times) {
    std::printf("  %-22s p50 %s   p99 %s   max %s\n", name, report::length_text(times.p50).c_str(),
                report::length_text(times.p99).c_str(), report::length_text(times.max).c_str());
  };
  line("response time", of.response);
  line("service time", of.service);
}

void print_text(const run::calibration& of, const run::machine_facts& machine) {
  std::printf("%s, %s, %u of %u cores usable\n\n", machine.cpu_model.c_str(),
              machine.kernel.c_str(), run::usable_cores(), machine.cores);
  const std::string many = std::to_string(of.many_users.users) + " users on one worker: the most";
  print_load("1 user: the shortest times", of.one_user);
  print_load(many.c_str(), of.many_users);
  std::printf("timers\n  %-22s p50 %s   p99 %s   max %s\n", "come late by",
              report::length_text(of.timer_lateness.p50).c_str(),
              report::length_text(of.timer_lateness.p99).c_str(),
              report::length_text(of.timer_lateness.max).c_str());
  std::printf(
      "\nA target that looks as fast as this was not measured; what a run adds to these times is "
      "its "
      "target's.\n");
}

}  // namespace

exit_code calibrate_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> plugin_dirs;
  std::uint64_t seconds = 4;
  bool json = false;
  command_line line(
      "veriload calibrate [options]",
      "Measures what this machine and this generator can do at the best: one worker thread asks a "
      "null server,\n"
      "which answers at once, on the loopback interface of the same process. Nothing leaves the "
      "machine and no\n"
      "file is written. Times of a run near this floor show the generator; rates near it need more "
      "threads or machines.",
      "  veriload calibrate\n"
      "  veriload calibrate --seconds 10 --json > floor.json\n");
  line.texts("plugin-dir", "DIR", plugin_dirs,
             "a folder with *.so plugins (default: the one of this installation)")
      .number("seconds", "N", 1, 60, seconds, "how long to measure in all (default: 4)")
      .flag("json", json, "one JSON document on stdout");
  if (!line.read(arguments)) return exit_code::passed;

  const run::calibration measured = run::calibrate(plugin_folders(plugin_dirs), product_version,
                                                   static_cast<base::ns>(seconds) * base::second);
  const run::machine_facts machine = run::read_machine_facts();
  if (json) {
    std::puts(base::to_json(document(measured, machine), 2).c_str());
  } else {
    print_text(measured, machine);
  }
  if (measured.error.empty()) return exit_code::passed;
  print_error("requests to the null server failed: " + measured.error);
  return exit_code::unrunnable;
}

}  // namespace veriload::cli
