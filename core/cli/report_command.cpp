// `veriload report`: any report of a run that was kept.
#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/bare_host.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/plugin_folders.hpp"
#include "core/cli/terminal.hpp"
#include "core/report/histogram_tree.hpp"
#include "core/report/run_file.hpp"
#include "core/report/window.hpp"
#include "core/run/atomic_file.hpp"
#include "core/run/report_files.hpp"

#include <cstdio>
#include <cstring>
#include <limits>

namespace veriload::cli {
namespace {

constexpr std::uint64_t no_end = std::numeric_limits<std::uint32_t>::max();

struct wanted {
  std::string format = "md";
  std::string output;
  std::uint64_t from = 0;
  std::uint64_t to = no_end;
  bool series = false;
  std::vector<std::string> options;

  bool has_window() const { return from > 0 || to < no_end; }
};

using reporter = host::plugin_registry::found<vl_reporter_v1>;

reporter reporter_named(const host::plugin_registry& plugins, const std::string& name) {
  std::vector<std::string_view> names;
  for (const auto& r : plugins.all<vl_reporter_v1>(VL_COMP_REPORTER)) {
    if (!r.table->name || !r.table->finish) continue;
    if (r.table->name == name) return r;
    names.emplace_back(r.table->name);
  }
  std::string text = "--format is " + name;
  if (const auto near = base::nearest(name, names); !near.empty())
    text += " (did you mean " + std::string(near) + "?)";
  text += ", expected one of:";
  for (const std::string_view one : names)
    text += " " + std::string(one);
  throw setup_error(text);
}

// What the reporter begins with: the plan of the run, its own options as they are wanted now.
base::node plan_for(const report::run_file& file, const wanted& what) {
  base::node plan = file.plan();
  base::node options = base::node::map();
  options.add("path", base::node::string(what.output.empty() ? "-" : what.output));
  std::vector<std::string> all = what.options;
  if (what.series) all.emplace_back("rows=seconds");
  for (const std::string& one : all) {
    const std::size_t equals = one.find('=');
    if (equals == 0 || equals == std::string::npos)
      throw setup_error("--option is " + one + ", expected KEY=VALUE");
    options.set(one.substr(0, equals), base::node::string(one.substr(equals + 1)));
  }
  base::node reports = base::node::map();
  reports.add(what.format, std::move(options));
  plan.set("reports", std::move(reports));
  return plan;
}

void begin(const reporter& chosen, const base::node& plan, const wanted& what) {
  if (!chosen.table->begin) {
    if (what.series || !what.options.empty())
      throw setup_error("the format " + what.format + " has no options");
    return;
  }
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status =
      chosen.table->begin(chosen.owner->self(), reinterpret_cast<const vl_node*>(&plan), &error);
  if (status == VL_OK) return;
  const std::string why(error.message, strnlen(error.message, sizeof error.message));
  throw setup_error(why.empty() ? "format " + what.format + ": status " + std::to_string(status)
                                : why);
}

struct trees {
  base::node result;
  base::node histograms;
};

trees trees_of(const report::run_file& file, const wanted& what, bool with_histograms) {
  if (!what.has_window() && !file.is_partial()) {
    if (!with_histograms) return {file.result(), {}};
    const report::kept_totals totals = file.totals();
    return {file.result(), report::histogram_tree(totals.total, totals.endpoints)};
  }
  report::time_window window{what.from};
  if (what.to < no_end) window.to = what.to;
  report::window_figures figures = report::figures_of(file, window);
  if (file.is_partial()) {
    std::fprintf(
        stderr,
        "veriload: %s is partial: its run was killed, or the file was cut (%zu of %zu bytes "
        "are whole); the report is of %llu seconds, without what only a whole run knows\n",
        file.name().c_str(), file.whole_bytes(), file.size(),
        static_cast<unsigned long long>(figures.seconds));
  }
  base::node histograms;
  if (with_histograms)
    histograms = report::histogram_tree(figures.totals.total, figures.totals.endpoints);
  return {std::move(figures.tree), std::move(histograms)};
}

void print(const reporter& chosen, const trees& made) {
  base::node both = made.result;
  both.set("histograms", made.histograms);
  const base::node& tree = run::tree_for(*chosen.table, made.result, both);
  const vl_sink sink{
      nullptr, [](void*, vl_cbuf bytes) noexcept -> vl_status {
        return std::fwrite(bytes.ptr, 1, bytes.len, stdout) == bytes.len ? VL_OK : VL_E_CLOSED;
      }};
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status = chosen.table->finish(
      chosen.owner->self(), reinterpret_cast<const vl_node*>(&tree), &sink, &error);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw setup_error("cannot write to standard output", exit_code::unrunnable);
  if (status == VL_OK) return;
  throw setup_error(error.message[0]
                        ? std::string(error.message, strnlen(error.message, sizeof error.message))
                        : "the reporter ended with status " + std::to_string(status),
                    exit_code::unrunnable);
}

exit_code write(const reporter& chosen, const trees& made, const wanted& what) {
  if (const auto reason = run::why_not_writable(what.output); !reason.empty())
    throw setup_error("--output: " + reason);
  const auto written = run::write_reports({{chosen.owner, chosen.table, what.format, what.output}},
                                          made.result, made.histograms);
  if (written.front().error.empty()) {
    std::printf("report %s: %s\n", what.format.c_str(), what.output.c_str());
    return exit_code::passed;
  }
  print_error("report " + what.format + ": " + written.front().error);
  return exit_code::unrunnable;
}

}  // namespace

exit_code report_command(const std::vector<std::string>& arguments) {
  wanted what;
  std::vector<std::string> files;
  std::vector<std::string> plugin_dirs;
  command_line line(
      "veriload report FILE [--format NAME] [options]",
      "Makes a report of the run file that `reports.run` of a configuration has written, of the "
      "whole run or\n"
      "of a window of it, whose percentiles are recomputed exactly. A file that a killed run left "
      "(FILE.partial)\n"
      "gives a report of the seconds in it. The formats are the reporter plugins found: `veriload "
      "config reference`\n"
      "lists them.",
      "  veriload report run.vlr\n"
      "  veriload report run.vlr --format json --output run.json\n"
      "  veriload report run.vlr --format md --from 60 --to 120\n"
      "  veriload report run.vlr --format csv --series > seconds.csv\n");
  line.words("FILE", 1, 1, files)
      .text("format,f", "NAME", what.format, "json, csv, md, hgrm ... (default: md)")
      .text("output,o", "PATH", what.output, "the file to write (default: standard output)")
      .number("from", "SECOND", 0, no_end - 1, what.from,
              "the window begins with this second of the run")
      .number("to", "SECOND", 1, no_end, what.to, "the window ends before this second of the run")
      .flag("series", what.series,
            "a row per second instead of per endpoint: --option rows=seconds")
      .texts("option", "KEY=VALUE", what.options, "an option of the format; may be given again")
      .texts("plugin-dir", "DIR", plugin_dirs,
             "a folder with *.so plugins; may be given again (default: the one of this "
             "installation)");
  if (!line.read(arguments)) return exit_code::passed;
  if (what.from >= what.to) {
    throw setup_error("--from is " + std::to_string(what.from) + ", expected less than --to (" +
                      std::to_string(what.to) + ")");
  }
  const report::run_file file = report::run_file::read(files.front());

  bare_host host([](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); });
  for (const auto& folder : plugin_folders(plugin_dirs))
    host.registry.scan(folder);
  host.registry.require_no_refusals();
  host.registry.start_all();
  const reporter chosen = reporter_named(host.registry, what.format);
  const base::node plan = plan_for(file, what);
  begin(chosen, plan, what);
  const bool with_histograms = (chosen.table->flags & VL_REPORTER_HISTOGRAMS) != 0;
  const trees made = trees_of(file, what, with_histograms);
  exit_code code = exit_code::passed;
  if (what.output.empty()) {
    print(chosen, made);
  } else {
    code = write(chosen, made, what);
  }
  host.registry.end_all();
  return code;
}

}  // namespace veriload::cli
