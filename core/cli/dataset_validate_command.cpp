// `veriload dataset validate`: whether personas keep what is promised of them.
#include "core/base/node_json.hpp"
#include "core/cli/command.hpp"
#include "core/cli/dataset_options.hpp"
#include "core/cli/dataset_verdict.hpp"
#include "core/cli/terminal.hpp"
#include "core/run/machine.hpp"

#include <unistd.h>

#include <cstdio>

namespace veriload::cli {

exit_code dataset_validate_command(const std::vector<std::string>& arguments) {
  command_line line(
      "veriload dataset validate [--config FILE] [options]",
      "Holds every chosen persona to the rules of coherence, R1 to R21, and proves that ids, user "
      "names and\n"
      "mail addresses are unique in the whole pool, in 16 bytes of memory a persona. Rules are "
      "written apart\n"
      "from what makes the personas. Ends with 1 when a rule is broken or a value is there twice.\n"
      "With data.conflict_mode: explain, what given values break goes to persona_conflicts.jsonl, "
      "beside the\n"
      "JSON report or here, and is no failure.",
      "  veriload dataset validate --config veriload.yaml\n"
      "  veriload dataset validate --locale pl_PL --limit 10000 --json\n");
  dataset_options options;
  verdict_options how;
  bool json = false, no_uniqueness = false;
  options.declare(line, 0, "at most N personas for the rules (default: all)");
  line.flag("json", json, "print a JSON document instead of tables")
      .flag("no-uniqueness", no_uniqueness, "leave out what needs the whole pool")
      .flag("quiet,q", how.quiet, "no progress");
  if (!line.read(arguments)) return exit_code::passed;
  how.uniqueness = !no_uniqueness;
  how.threads = run::usable_cores();

  const dataset data(options);
  chosen_personas chosen(*data.source, options);
  const dataset_verdict verdict = judge_dataset(data, chosen, how);
  const std::string text =
      json ? base::to_json(verdict_tree(verdict), 2) + "\n"
           : verdict_table(verdict, columns_of(STDOUT_FILENO, 110), shows_colour(STDOUT_FILENO));
  std::fputs(text.c_str(), stdout);
  return verdict.passed() ? exit_code::passed : exit_code::gate_failed;
}

}  // namespace veriload::cli
