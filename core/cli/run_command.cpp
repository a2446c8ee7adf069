// `veriload run`: the main job.
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/prepare.hpp"
#include "core/cli/progress.hpp"
#include "core/cli/terminal.hpp"
#include "core/gates/slo.hpp"
#include "core/report/figures.hpp"
#include "core/report/histogram_tree.hpp"
#include "core/report/result_tree.hpp"
#include "core/report/summary_table.hpp"
#include "core/run/conductor.hpp"
#include "core/run/conflict_report.hpp"
#include "core/run/report_files.hpp"
#include "core/run/run_recording.hpp"

#include <unistd.h>

#include <cstdio>

namespace veriload::cli {
namespace {

gates::slo promised_by(const config::plan& plan) {
  gates::slo promised;
  if (!plan.slo) return promised;
  if (plan.slo->global)
    promised.global = {plan.slo->global->max_p95_ms, plan.slo->global->max_error_rate};
  for (const auto& e : plan.slo->endpoints) {
    promised.endpoints.push_back({e.name, {e.limits.max_p95_ms, e.limits.max_error_rate}});
  }
  return promised;
}

// A run in which nothing ever worked proves nothing about the target; say what stood in the way.
std::string why_no_run(const run::conducted_run& run) {
  if (!run.could_not_run.empty()) return run.could_not_run;
  const auto& result = run.result;
  if (result.users.started > 0 && result.iterations == 0 &&
      result.users.failed == result.users.started && !result.task_failures.empty()) {
    const auto& first = result.task_failures.front();
    return "every user failed in " + first.where + ": " + first.message;
  }
  if (result.total.requests > 0 && result.total.failures == result.total.requests) {
    for (const auto& e : result.errors) {
      using aggregation::error_class;
      const bool never_answered = e.kind == error_class::dns || e.kind == error_class::connect ||
                                  e.kind == error_class::refused || e.kind == error_class::tls ||
                                  e.kind == error_class::blocked || e.kind == error_class::machine;
      if (!never_answered) return {};
    }
    if (!result.errors.empty())
      return "no connection to the target came about: " + result.errors.front().example;
  }
  return {};
}

exit_code verdict_of(const run::conducted_run& run, const std::string& no_run, bool reports_written,
                     bool gates_passed) {
  if (!run.aborted.empty()) return exit_code::unrunnable;
  if (run.interrupted) return exit_code::interrupted;
  if (!no_run.empty() || !reports_written || run.abandoned_users > 0) return exit_code::unrunnable;
  return gates_passed ? exit_code::passed : exit_code::gate_failed;
}

// Whether what was to be written is written.
bool print_conflicts(const std::optional<run::conflict_report>& conflicts) {
  if (!conflicts) return true;
  std::printf("persona conflicts: %s of %s personas, %s violations\n",
              report::count_text(conflicts->personas).c_str(),
              report::count_text(conflicts->looked_at).c_str(),
              report::count_text(conflicts->violations).c_str());
  if (conflicts->left_out > 0) {
    std::printf("  %s more personas of the run were not looked at\n",
                report::count_text(conflicts->left_out).c_str());
  }
  if (conflicts->error.empty()) {
    std::printf("persona conflicts: %s\n", conflicts->file.c_str());
    return true;
  }
  print_error("persona conflicts: " + conflicts->error);
  return false;
}

report::summary_options shown_on_stdout() {
  report::summary_options options;
  options.width = columns_of(STDOUT_FILENO, 100);
  options.colour = shows_colour(STDOUT_FILENO);
  return options;
}

}  // namespace

exit_code run_command(const std::vector<std::string>& arguments) {
  prepare_options options;
  std::uint64_t workers = 0;
  bool quiet = false;
  command_line line(
      "veriload run [--config FILE] [options]",
      "Runs the load test that the configuration describes: starts users by its profile, shows how "
      "it goes,\n"
      "prints a summary per endpoint, writes the reports, and ends with an exit code for CI.\n"
      "Ctrl-C lets users finish and still writes everything; a second one cancels them; a third "
      "ends at once.",
      "  veriload run --config veriload.yaml\n"
      "  veriload run --set run.base_url=http://127.0.0.1:8080 --set run.users=500\n"
      "  VERILOAD_RUN__USERS=500 veriload run --workers 4 --quiet\n");
  options.declare(line);
  line.number("workers", "N", 1, 1024, workers,
              "threads to run users on (default: run.threads, else every core allowed)")
      .flag("quiet,q", quiet, "no progress, only the summary");
  if (!line.read(arguments)) return exit_code::passed;

  progress shown(quiet);
  const auto prepared =
      prepare(options, [&shown](std::string_view text) { shown.print_line(text); });
  const std::uint32_t threads = run::threads_for(
      prepared->plan(),
      workers ? workers : static_cast<std::uint64_t>(prepared->plan().run.threads));
  std::optional<run::run_recording> recording;
  if (prepared->plan().reports.run) recording.emplace(*prepared, threads);
  run::conducted_run run =
      run::conduct(*prepared, threads, shown, recording ? &*recording : nullptr);
  shown.clear();

  run.result.verdicts = gates::judge(promised_by(prepared->plan()), run.result);
  const bool gates_passed = gates::breaches(run.result.verdicts).empty();
  const base::node tree = report::result_tree(run.result);
  auto reports = run::write_reports(prepared->reports(), tree,
                                    report::histogram_tree(run.result.total, run.result.endpoints));
  if (recording) reports.push_back(recording->finish(tree, run.result));

  std::fputs(report::summary_table(run.result, shown_on_stdout()).c_str(), stdout);
  bool reports_written = print_conflicts(run::write_conflicts(*prepared, run.used_personas));
  for (const auto& r : reports) {
    if (r.error.empty()) {
      std::printf("report %s: %s\n", r.name.c_str(), r.file.c_str());
      continue;
    }
    reports_written = false;
    if (r.name == "run") {
      print_error("reports.run: " + r.error);
      continue;
    }
    print_error("reports." + r.name + ": " + r.error +
                (r.file.empty() ? "; it is lost" : "; it was written to " + r.file + " instead"));
  }
  const std::string no_run = why_no_run(run);
  if (!no_run.empty()) print_error("the run could not be carried out: " + no_run);
  if (!run.aborted.empty()) {
    print_error("the run was aborted: " + run.aborted);
  } else if (run.abandoned_users > 0) {
    print_error(std::to_string(run.abandoned_users) +
                " users did not end even after they were cancelled");
  }
  const exit_code code = verdict_of(run, no_run, reports_written, gates_passed);
  if (run.abandoned_users > 0) {
    // Their coroutines still point into plugins and loops: end without tearing those down.
    std::fflush(nullptr);
    ::_exit(static_cast<int>(code));
  }
  return code;
}

}  // namespace veriload::cli
