#include "core/cli/run_outcome.hpp"

#include "core/report/figures.hpp"
#include "core/report/result_tree.hpp"

#include <algorithm>

namespace veriload::cli {
namespace {

std::size_t broken_rules(const aggregation::run_result& result) {
  return static_cast<std::size_t>(
      std::ranges::count(result.verdicts, false, &aggregation::verdict::passed));
}

}  // namespace

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

run_outcome outcome_of(const run::conducted_run& run, bool files_written) {
  run_outcome out{run.result.run.could_not_run, {}};
  if (!run.aborted.empty()) out.causes.push_back(exit_code::unrunnable);
  if (run.interrupted) out.causes.push_back(exit_code::interrupted);
  if (run.aborted.empty() && (!out.no_run.empty() || !files_written || run.abandoned_users > 0))
    out.causes.push_back(exit_code::unrunnable);
  // Without a gate nobody relies on the numbers but the person who reads the verdict above them.
  if (run.result.judgement.verdict == aggregation::validity::invalid &&
      !run.result.verdicts.empty()) {
    out.causes.push_back(exit_code::invalid);
  }
  if (broken_rules(run.result) > 0) out.causes.push_back(exit_code::gate_failed);
  return out;
}

const char* word_of(exit_code code) {
  switch (code) {
    case exit_code::passed:
      return "passed";
    case exit_code::gate_failed:
      return "gate failed";
    case exit_code::state_left:
      return "state left behind";
    case exit_code::invalid:
      return "not valid";
    case exit_code::unrunnable:
      return "could not be carried out";
    case exit_code::interrupted:
      return "interrupted";
    case exit_code::usage:
    case exit_code::plugin:
      break;
  }
  return "could not be prepared";
}

std::string verdict_line(const aggregation::run_result& result, const run_outcome& outcome) {
  constexpr const char* separator = " \u00b7 ";
  std::string line = word_of(outcome.code());
  line += separator + std::string(name_of(result.judgement.verdict));
  line += separator + report::count_text(result.total.requests) + " requests";
  line += separator + report::count_text(result.total.failures) + " failed (" +
          report::share_text(result.total.error_rate()) + ")";
  if (result.total.requests > 0)
    line += separator + std::string("p95 ") +
            report::length_text(result.total.all_responses().percentile(95));
  if (!result.verdicts.empty()) {
    line += separator + report::count_text(result.verdicts.size() - broken_rules(result)) + " of " +
            report::count_text(result.verdicts.size()) + " rules kept";
  }
  return line;
}

base::node outcome_tree(const run::conducted_run& run, const run_outcome& outcome,
                        const std::vector<run::written_report>& reports) {
  using base::node;
  node tree = report::result_tree(run.result);
  node& out = tree.add("outcome", node::map());
  out.add("exit_code", node::integer(static_cast<int>(outcome.code())));
  out.add("word", node::string(word_of(outcome.code())));
  node& causes = out.add("causes", node::list());
  for (const exit_code one : outcome.causes)
    causes.push(node::string(word_of(one)));
  out.add("could_not_run", outcome.no_run.empty() ? node() : node::string(outcome.no_run));
  node& files = out.add("reports", node::list());
  for (const run::written_report& one : reports) {
    node& file = files.push(node::map());
    file.add("name", node::string(one.name));
    file.add("file", node::string(one.file));
    file.add("error", one.error.empty() ? node() : node::string(one.error));
  }
  return tree;
}

}  // namespace veriload::cli
