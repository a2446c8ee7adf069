// `veriload compare`: two reports side by side.
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/terminal.hpp"
#include "core/report/regression_text.hpp"
#include "core/report/report_reader.hpp"

#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdio>

namespace veriload::cli {
namespace {

// `text` as a number of at least 0; with `percent_sign`, "1%" is 0.01.
double read_amount(const char* option, const std::string& text, bool percent_sign) {
  const bool percent = percent_sign && text.ends_with('%');
  const std::string digits = percent ? text.substr(0, text.size() - 1) + "e-2" : text;
  double value = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failed != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value) ||
      value < 0) {
    throw setup_error("--" + std::string(option) + " is \"" + text +
                      "\", expected a number of at least 0" +
                      (percent_sign ? ", such as 0.01 or 1%" : ""));
  }
  return value;
}

}  // namespace

exit_code compare_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> files;
  std::string p95_ms = "0", p95_percent = "0", error_rate = "0";
  bool as_json = false;
  bool same_endpoints = false;
  command_line line(
      "veriload compare BASELINE.json CURRENT.json [options]",
      "Compares two JSON reports: the 95th percentile of the response time and the error rate, "
      "over "
      "all\nrequests and for each endpoint that both have. Shows what regressed, what improved, "
      "and "
      "which\nendpoints were added or removed. Exit code 1 when something became worse than is "
      "allowed, 2 when\na file cannot be read or lacks a value.",
      "  veriload compare baseline.json reports/run.json --max-p95-regression-ms 20\n"
      "  veriload compare main.json branch.json --max-p95-regression-percent 10 "
      "--max-error-rate-regression 0.5%\n"
      "  veriload compare main.json branch.json --json > comparison.json\n");
  line.words("BASELINE CURRENT", 2, 2, files)
      .text("max-p95-regression-ms", "N", p95_ms,
            "milliseconds that p95 may become slower (default: 0)")
      .text("max-p95-regression-percent", "N", p95_percent,
            "percent of the baseline that p95 may become slower; with both limits the wider one "
            "counts (default: 0)")
      .text("max-error-rate-regression", "N", error_rate,
            "how much the error rate may rise, as a share or in percentage points: 0.01 or 1% "
            "(default: 0)")
      .flag("require-same-endpoints", same_endpoints,
            "a removed endpoint is a regression too: its requests were not compared")
      .flag("json", as_json, "print the comparison as one JSON document");
  if (!line.read(arguments)) return exit_code::passed;

  const gates::allowances allowed{read_amount("max-p95-regression-ms", p95_ms, false),
                                  read_amount("max-p95-regression-percent", p95_percent, false),
                                  read_amount("max-error-rate-regression", error_rate, true)};
  const auto baseline = report::read_report(files[0]);
  const auto current = report::read_report(files[1]);
  const auto found = gates::compare_figures(baseline, current, allowed);
  const bool lost_endpoints = same_endpoints && !found.removed.empty();
  if (as_json) {
    base::node tree = report::regression_tree(found);
    if (lost_endpoints) tree.set("passed", base::node::boolean(false));
    std::printf("%s\n", base::to_json(tree, 2).c_str());
  } else {
    report::summary_options shown;
    shown.width = columns_of(STDOUT_FILENO, 100);
    shown.colour = shows_colour(STDOUT_FILENO);
    std::fputs(report::regression_text(found, shown).c_str(), stdout);
    if (lost_endpoints)
      print_error("endpoints of the baseline are missing, and --require-same-endpoints was given");
  }
  return found.worst() || lost_endpoints ? exit_code::gate_failed : exit_code::passed;
}

}  // namespace veriload::cli
