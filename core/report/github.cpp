#include "core/report/github.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/report/figures.hpp"
#include "core/report/rule_table.hpp"
#include "core/report/text_table.hpp"

#include <algorithm>
#include <filesystem>

namespace veriload::report {
namespace {

using aggregation::run_result;
using aggregation::verdict;

constexpr std::size_t most_bytes = 60'000;
constexpr std::size_t most_endpoints = 50;
constexpr std::size_t most_errors = 10;
constexpr std::size_t longest_text = 300;
constexpr std::size_t most_annotations = 10;

// Text in a cell of a table: nothing of it is Markdown or HTML.
std::string cell_text(std::string_view text) {
  std::string out;
  for (const char c : cut_to(printable(text), longest_text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '@':
        out += "&#64;";  // would tell a person who is called so
        break;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '|':
      case '~':
      case '#':
        out += '\\';
        out += c;
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string plural(std::uint64_t n, const std::string& of) {
  return count_text(n) + " " + of + (n == 1 ? "" : "s");
}

std::string headline(const run_result& run) {
  const auto broken = std::ranges::count(run.verdicts, false, &verdict::passed);
  if (!run.run.aborted.empty()) return "\u274c aborted";
  if (!run.run.could_not_run.empty()) return "\u274c not carried out";
  if (run.run.interrupted) return "\u26a0\ufe0f interrupted";
  // As the exit code has it: gates on such numbers prove nothing.
  if (run.judgement.verdict == aggregation::validity::invalid && !run.verdicts.empty())
    return "\u274c not valid (generator-bound)";
  if (broken > 0) {
    return "\u274c " + count_text(static_cast<std::uint64_t>(broken)) + " of " +
           plural(run.verdicts.size(), "rule") + " broken";
  }
  if (run.verdicts.empty()) return "carried out, nothing was promised";
  return "\u2705 " + plural(run.verdicts.size(), "rule") + " kept";
}

std::string facts(const run_result& run) {
  const double seconds = base::in_seconds(run.run.duration);
  std::string out = cell_text(run.run.profile) + " \u00b7 " + length_text(run.run.duration) +
                    " \u00b7 " + plural(run.users.peak, "user") + " \u00b7 " +
                    plural(run.total.requests, "request");
  if (seconds > 0)
    out += " \u00b7 " + rate_text(static_cast<double>(run.total.requests) / seconds) + " req/s";
  out += " \u00b7 " + share_text(run.total.error_rate()) + " failed\n\n";
  for (const std::string* why : {&run.run.aborted, &run.run.could_not_run}) {
    if (!why->empty()) out += cell_text(*why) + "\n\n";
  }
  if (!run.run.end_reason.empty()) out += "Ended: " + cell_text(run.run.end_reason) + "\n\n";
  return out;
}

// What does not fit is left out, row by row, and counted.
class table_rows {
 public:
  explicit table_rows(std::string& out) : out_(out) {}

  void add(const std::string& row) {
    if (out_.size() + row.size() > most_bytes) {
      ++left_out_;
    } else {
      out_ += row;
    }
  }

  void end(std::size_t more, const std::string& of) {
    left_out_ += more;
    if (left_out_ > 0) out_ += "\n" + plural(left_out_, of) + " more\n";
    out_ += "\n";
  }

 private:
  std::string& out_;
  std::size_t left_out_ = 0;
};

void add_rules(std::string& out, const run_result& run) {
  if (run.verdicts.empty()) return;
  out += "| | rule | observed | 95 % interval | samples |\n|---|---|--:|---|--:|\n";
  table_rows rows(out);
  for (const verdict& one : run.verdicts) {
    std::string text = cell_text(rule_text(one));
    if (!one.passed) text += "<br>" + cell_text(one.message);
    std::string row = std::string("| ") + (one.passed ? "\u2705" : "\u274c") + " | " + text + " | ";
    row += one.measurable ? verdict_value(one, one.observed) : "\u2013";
    row += " | ";
    if (one.has_interval)
      row += verdict_value(one, one.low) + " to " + verdict_value(one, one.high);
    rows.add(row + " | " + count_text(one.samples) + " |\n");
  }
  rows.end(0, "rule");
}

void add_endpoints(std::string& out, const run_result& run) {
  if (run.endpoints.empty()) return;
  std::vector<const aggregation::named_stats*> shown;
  for (const auto& one : run.endpoints)
    shown.push_back(&one);
  std::ranges::stable_sort(shown, std::ranges::greater{},
                           [](const auto* one) { return one->stats.requests; });
  if (shown.size() > most_endpoints) shown.resize(most_endpoints);
  out +=
      "| endpoint | requests | failed | req/s | p50 | p95 | p99 | max |\n"
      "|---|--:|--:|--:|--:|--:|--:|--:|\n";
  const double seconds = base::in_seconds(run.run.duration);
  table_rows rows(out);
  for (const auto* one : shown) {
    const auto& stats = one->stats;
    const aggregation::latency_summary of = summary_of(stats.all_responses());
    std::string row = "| " + cell_text(one->name) + " | " + count_text(stats.requests) + " | " +
                      count_text(stats.failures) + " | ";
    row += seconds > 0 ? rate_text(static_cast<double>(stats.requests) / seconds) : "\u2013";
    for (const base::ns length : {of.p50, of.p95, of.p99, of.max})
      row += " | " + length_text(length);
    rows.add(row + " |\n");
  }
  rows.end(run.endpoints.size() - shown.size(), "endpoint");
}

void add_errors(std::string& out, const run_result& run) {
  if (run.errors.empty()) return;
  out += "| count | failure | endpoint | example |\n|--:|---|---|---|\n";
  table_rows rows(out);
  const std::size_t shown = std::min(run.errors.size(), most_errors);
  for (std::size_t i = 0; i < shown; ++i) {
    const aggregation::error_row& one = run.errors[i];
    std::string kind(name_of(one.kind));
    if (one.code != 0) kind += " " + std::to_string(one.code);
    rows.add("| " + count_text(one.count) + " | " + kind + " | " + cell_text(one.endpoint) + " | " +
             cell_text(one.example) + " |\n");
  }
  rows.end(run.errors.size() - shown, "cause");
}

// As the runner reads them back (actions/toolkit, command.ts).
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      case ':':
        out += is_property ? "%3A" : ":";
        break;
      case ',':
        out += is_property ? "%2C" : ",";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// "file=...,line=...,col=..." of a text file:line:column, or nothing when it is no such place.
std::string place_of(const std::string& where, std::string_view workspace) {
  const std::size_t last = where.rfind(':');
  const std::size_t middle =
      last == std::string::npos || last == 0 ? last : where.rfind(':', last - 1);
  if (middle == std::string::npos || middle == 0) return {};
  const std::string line = where.substr(middle + 1, last - middle - 1);
  const std::string column = where.substr(last + 1);
  const auto is_number = [](const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  };
  if (!is_number(line) || !is_number(column)) return {};
  std::filesystem::path file = where.substr(0, middle);
  std::error_code failed;
  if (!workspace.empty()) {
    const auto whole = std::filesystem::absolute(file, failed).lexically_normal();
    const auto inside =
        whole.lexically_relative(std::filesystem::path(workspace).lexically_normal());
    if (!failed && !inside.empty() && *inside.begin() != "..") file = inside;
  }
  return "file=" + escaped(file.string(), true) + ",line=" + line + ",col=" + column + ",";
}

}  // namespace

std::string github_summary(const run_result& run) {
  std::string out = "### VeriLoad: " + headline(run) + "\n\n" + facts(run);
  add_rules(out, run);
  add_endpoints(out, run);
  add_errors(out, run);
  out += "seed " + std::to_string(run.run.seed) + " \u00b7 plan " + cell_text(run.run.plan_hash) +
         " \u00b7 VeriLoad " + cell_text(run.run.tool_version) + "\n\n";
  return out;
}

std::vector<std::string> github_annotations(const run_result& run, std::string_view workspace) {
  std::vector<const verdict*> broken;
  for (const verdict& one : run.verdicts) {
    if (!one.passed) broken.push_back(&one);
  }
  std::vector<std::string> out;
  for (const verdict* one : broken) {
    std::string message = cut_to(printable(one->message), 1'000);
    const bool is_last = out.size() + 1 == most_annotations && broken.size() > most_annotations;
    if (is_last) {
      message += " (and " + plural(broken.size() - most_annotations, "more broken rule") + ")";
    }
    out.push_back("::error " + place_of(one->where, workspace) +
                  "title=" + escaped(cut_to(printable(rule_text(*one)), longest_text), true) +
                  "::" + escaped(message, false));
    if (out.size() == most_annotations) break;
  }
  return out;
}

}  // namespace veriload::report
