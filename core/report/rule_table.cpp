#include "core/report/rule_table.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/report/figures.hpp"

#include <cmath>

namespace veriload::report {
namespace {

using aggregation::verdict;

// The two keys that were there before rules could be written.
bool is_old_key(const verdict& of) { return of.rule.starts_with("slo."); }

}  // namespace

std::string verdict_value(const verdict& of, double value) {
  if (of.unit == "ms") {
    return length_text(std::llround(value * static_cast<double>(base::millisecond)));
  }
  if (of.unit == "share") return share_text(value);
  if (of.unit == "per_second") return rate_text(value) + "/s";
  return count_text(static_cast<std::uint64_t>(std::llround(value)));
}

std::string rule_text(const verdict& of) {
  if (is_old_key(of)) return of.scope + " " + of.metric;
  return of.name.empty() ? of.rule : of.name + ": " + of.rule;
}

namespace {

std::string remark(const verdict& of, bool narrow) {
  if (of.metric == "requests") return "no data, needs at least 1";
  if (is_old_key(of)) return "limit " + verdict_value(of, of.threshold);
  if (of.ended_run) return "ended the run";
  if (!of.measurable) return of.samples == 0 ? "no data" : "not measurable";
  if (!of.has_interval || narrow) return {};
  return "95 %: " + verdict_value(of, of.low) + " to " + verdict_value(of, of.high);
}

}  // namespace

text_table rule_table(const std::vector<verdict>& verdicts, bool colour, bool narrow) {
  text_table table("lLrl");
  for (const verdict& one : verdicts) {
    std::string mark = one.passed ? "\u2713" : "\u2717";
    if (!colour) mark += one.passed ? " kept" : " broken";
    const bool has_value = one.measurable || one.metric == "requests";
    table.add({{mark, one.passed ? emphasis::good : emphasis::bad},
               {printable(rule_text(one))},
               {has_value ? verdict_value(one, one.observed) : "-",
                one.passed ? emphasis::none : emphasis::bad},
               {remark(one, narrow), emphasis::dim}});
  }
  return table;
}

}  // namespace veriload::report
