// `veriload run`: the main job.
#include "core/base/node_json.hpp"
#include "core/cli/command.hpp"
#include "core/cli/github_actions.hpp"
#include "core/cli/prepare.hpp"
#include "core/cli/progress.hpp"
#include "core/cli/run_outcome.hpp"
#include "core/cli/terminal.hpp"
#include "core/gates/judge.hpp"
#include "core/gates/validity.hpp"
#include "core/report/figures.hpp"
#include "core/report/histogram_tree.hpp"
#include "core/report/result_tree.hpp"
#include "core/report/summary_table.hpp"
#include "core/run/conductor.hpp"
#include "core/run/conflict_report.hpp"
#include "core/run/report_files.hpp"
#include "core/run/run_recording.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace veriload::cli {
namespace {

// Lines that are not the result: nowhere when quiet, beside the document when that is on stdout.
struct told {
  std::FILE* to;  // may be null

  void line(const std::string& text) const {
    if (to) std::fprintf(to, "%s\n", text.c_str());
  }
};

// Whether what was to be written is written.
bool tell_conflicts(const std::optional<run::conflict_report>& conflicts, const told& people) {
  if (!conflicts) return true;
  people.line("persona conflicts: " + report::count_text(conflicts->personas) + " of " +
              report::count_text(conflicts->looked_at) + " personas, " +
              report::count_text(conflicts->violations) + " violations");
  if (conflicts->left_out > 0) {
    people.line("  " + report::count_text(conflicts->left_out) +
                " more personas of the run were not looked at");
  }
  if (conflicts->error.empty()) {
    people.line("persona conflicts: " + conflicts->file);
    return true;
  }
  print_error("persona conflicts: " + conflicts->error);
  return false;
}

bool tell_reports(const std::vector<run::written_report>& reports, const told& people) {
  bool all_written = true;
  for (const auto& r : reports) {
    if (r.error.empty()) {
      people.line("report " + r.name + ": " + r.file);
      continue;
    }
    all_written = false;
    if (r.name == "run") {
      print_error("reports.run: " + r.error);
      continue;
    }
    print_error("reports." + r.name + ": " + r.error +
                (r.file.empty() ? "; it is lost" : "; it was written to " + r.file + " instead"));
  }
  return all_written;
}

void tell_causes(const run::conducted_run& run, const run_outcome& outcome) {
  if (!outcome.no_run.empty()) print_error("the run could not be carried out: " + outcome.no_run);
  if (!run.aborted.empty()) {
    print_error("the run was aborted: " + run.aborted);
  } else if (run.abandoned_users > 0) {
    print_error(std::to_string(run.abandoned_users) +
                " users did not end even after they were cancelled");
  }
  if (std::ranges::find(outcome.causes, exit_code::invalid) != outcome.causes.end()) {
    print_error("the measurement is not valid (" + run.result.judgement.reasons.front().rule +
                "): its gates prove nothing");
  }
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
  bool json = false;
  command_line line(
      "veriload run [--config FILE] [options]",
      "Runs the load test that the configuration describes: starts users by its profile, shows how "
      "it goes,\n"
      "prints a summary per endpoint, writes the reports, and ends with an exit code for CI.\n"
      "Ctrl-C lets users finish and still writes everything; a second one cancels them; a third "
      "ends at once.\n"
      "While it runs, a terminal shows the state of the last second; \"late\" is the longest that "
      "something due\nwaited for this generator. Where there is no terminal, a line comes every "
      "ten "
      "seconds.",
      "  veriload run --config veriload.yaml\n"
      "  veriload run --set run.base_url=http://127.0.0.1:8080 --set run.users=500\n"
      "  VERILOAD_RUN__USERS=500 veriload run --workers 4 --quiet\n"
      "  veriload run --json | jq .validity.verdict\n");
  options.declare(line);
  line.number("workers", "N", 1, 1024, workers,
              "threads to run users on (default: run.threads, else every core allowed)")
      .flag("quiet,q", quiet, "only errors, and one line with the verdict at the end")
      .flag("json", json, "the whole result as one JSON document on stdout, all else on stderr");
  if (!line.read(arguments)) return exit_code::passed;

  options.log_level = quiet ? VL_LOG_ERROR : VL_LOG_WARNING;
  options.tells_steps = !quiet;
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

  run.result.verdicts = gates::judge(prepared->rules(), run.result, run.watched);
  run.result.judgement = gates::judge_generator(run.result);
  run.result.run.could_not_run = why_no_run(run);
  const base::node tree = report::result_tree(run.result);
  auto reports = run::write_reports(prepared->reports(), tree,
                                    report::histogram_tree(run.result.total, run.result.endpoints));
  if (recording) reports.push_back(recording->finish(tree, run.result));

  if (!quiet && !json)
    std::fputs(report::summary_table(run.result, shown_on_stdout()).c_str(), stdout);
  const told people{quiet ? nullptr : json ? stderr : stdout};
  const bool conflicts_written =
      tell_conflicts(run::write_conflicts(*prepared, run.used_personas), people);
  const bool reports_written = tell_reports(reports, people);
  const run_outcome outcome = outcome_of(run, conflicts_written && reports_written);
  tell_causes(run, outcome);
  if (json) {
    std::puts(base::to_json(outcome_tree(run, outcome, reports), 2).c_str());
  } else if (quiet) {
    std::puts(verdict_line(run.result, outcome).c_str());
  }
  tell_github(run.result);
  const exit_code code = outcome.code();
  if (run.abandoned_users > 0) {
    // Their coroutines still point into plugins and loops: end without tearing those down.
    std::fflush(nullptr);
    ::_exit(static_cast<int>(code));
  }
  return code;
}

}  // namespace veriload::cli
