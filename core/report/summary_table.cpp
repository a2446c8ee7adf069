#include "core/report/summary_table.hpp"

#include "core/aggregation/run_result.hpp"
#include "core/report/figures.hpp"
#include "core/report/health_tree.hpp"
#include "core/report/rule_table.hpp"
#include "core/report/sparkline.hpp"
#include "core/report/text_table.hpp"

#include <algorithm>
#include <cmath>

namespace veriload::report {
namespace {

using aggregation::latency_summary;
using aggregation::request_stats;
using aggregation::run_result;

constexpr std::size_t most_endpoints = 40;
constexpr std::size_t most_rows = 10;
constexpr const char* separator = " \u00b7 ";

class summary {
 public:
  summary(const run_result& run, const summary_options& options)
      : run_(run), width_(std::max(options.width, 60u)), colour_(options.colour) {}

  std::string text() {
    out_ += validity_text(run_.judgement, width_, colour_);
    headline();
    curve();
    requests();
    timing();
    errors();
    task_failures();
    checks();
    counters();
    rules();
    totals();
    return std::move(out_);
  }

 private:
  void line(std::string_view text, emphasis how = emphasis::none) {
    out_ += marked(cut_to(text, width_), how, colour_) + '\n';
  }

  // Wrapped at blanks, indented, dim: what must not be cut.
  void paragraph(const std::string& text) {
    std::string row = "   ";
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      const std::string word = text.substr(begin, end - begin);
      if (columns_of(row) > 4 && columns_of(row) + 1 + columns_of(word) > width_) {
        line(row, emphasis::dim);
        row = "     ";
      }
      row += " " + word;
      begin = end + 1;
    }
    line(row, emphasis::dim);
  }

  // A blank line, the title in bold and a remark behind it.
  void title(std::string_view name, std::string_view remark = {}, emphasis how = emphasis::dim) {
    out_ += '\n' + marked(name, emphasis::bold, colour_);
    if (!remark.empty()) {
      const std::size_t used = columns_of(name) + 2;
      out_ += "  " + marked(cut_to(remark, width_ > used ? width_ - used : 0), how, colour_);
    }
    out_ += '\n';
  }

  void print(const text_table& table) { out_ += table.text(width_, colour_); }

  double seconds() const { return base::in_seconds(run_.run.measured()); }

  static std::string load_model_text(const std::string& model) {
    if (model == "closed") return "closed (users wait for answers)";
    if (model == "open") return "open (iterations arrive by plan)";
    if (model == "partly_open") return "partly open (users arrive by plan)";
    return model;
  }

  std::string rate_of(std::uint64_t requests) const {
    return run_.run.duration > 0 ? rate_text(static_cast<double>(requests) / seconds()) : "-";
  }

  void headline() {
    const aggregation::run_metadata& run = run_.run;
    std::string text = "VeriLoad";
    if (!run.tool_version.empty()) text += " " + run.tool_version;
    if (!run.profile.empty()) text += separator + run.profile;
    if (!run.load_model.empty()) text += separator + load_model_text(run.load_model);
    if (run.duration > 0) text += separator + length_text(run.duration);
    if (run_.users.peak > 0) {
      text += separator + count_text(run_.users.peak) + (run_.users.peak == 1 ? " user" : " users");
    }
    if (run.threads > 0) {
      text += separator + count_text(run.threads) + (run.threads == 1 ? " thread" : " threads");
    }
    line(printable(text), emphasis::bold);
    if (run.interrupted || !run.end_reason.empty()) {
      const std::string how = run.interrupted ? "interrupted: " : "ended: ";
      line(printable(how + (run.end_reason.empty() ? "by a signal" : run.end_reason)),
           run.interrupted ? emphasis::warning : emphasis::dim);
    }
  }

  void curve() {
    if (run_.series.size() < 2) return;
    std::vector<double> rates;
    std::vector<double> latencies;
    base::ns slowest = 0;
    for (const aggregation::series_row& row : run_.series) {
      rates.push_back(static_cast<double>(row.requests) / run_.series_interval);
      latencies.push_back(static_cast<double>(row.p95));
      slowest = std::max(slowest, row.p95);
    }
    const std::size_t columns = width_ - 30;
    const double fastest = std::ranges::max(rates);
    out_ += '\n';
    text_table table("lll");
    table.add({{"req/s", emphasis::dim},
               {sparkline(rates, columns)},
               {"peak " + rate_text(fastest), emphasis::dim}});
    table.add({{"p95", emphasis::dim},
               {sparkline(latencies, columns)},
               {"peak " + length_text(slowest), emphasis::dim}});
    print(table);
  }

  std::vector<cell> row(const std::string& name, const request_stats& of, emphasis how) const {
    const latency_summary latency = summary_of(of.all_responses());
    std::string failed = count_text(of.failures);
    constexpr std::size_t roomy = 90;  // below that the name needs the columns more than the share
    if (of.failures > 0 && width_ >= roomy) failed += " (" + share_text(of.error_rate()) + ")";
    std::vector<cell> cells{{printable(name), how},
                            {count_text(of.requests), how},
                            {failed, of.failures > 0 ? emphasis::bad : how},
                            {rate_of(of.requests), how}};
    if (!narrow()) cells.push_back({length_text(latency.p50), how});
    cells.push_back({length_text(latency.p95), how});
    if (!narrow()) cells.push_back({length_text(latency.p99), how});
    cells.push_back({length_text(latency.max), how});
    return cells;
  }

  void requests() {
    if (run_.total.requests == 0) {
      title("Requests", "none was made", emphasis::bad);
      return;
    }
    title("Requests", "response time from the planned start to the last byte, failures included");
    text_table table(narrow() ? "Lrrrrr" : "Lrrrrrrr");
    std::vector<cell> head;
    for (const std::string_view name :
         {"endpoint", "requests", "failed", "req/s", "p50", "p95", "p99", "max"}) {
      if (narrow() && (name == "p50" || name == "p99")) continue;
      head.push_back({std::string(name), emphasis::dim});
    }
    table.add(std::move(head));
    // The busiest ones, but in the order of their names.
    std::vector<const aggregation::named_stats*> shown;
    for (const auto& one : run_.endpoints)
      shown.push_back(&one);
    std::ranges::stable_sort(shown, std::ranges::greater{},
                             [](const auto* one) { return one->stats.requests; });
    if (shown.size() > most_endpoints) shown.resize(most_endpoints);
    std::ranges::sort(shown, {}, [](const auto* one) -> std::string_view { return one->name; });
    for (const auto* one : shown)
      table.add(row(one->name, one->stats, emphasis::none));
    table.add_rule();
    table.add(row("all", run_.total, emphasis::bold));
    print(table);
    if (run_.endpoints.size() > shown.size()) {
      line("  " + count_text(run_.endpoints.size() - shown.size()) +
               " endpoints with fewer requests are not shown",
           emphasis::dim);
    }
  }

  void timing() {
    if (run_.total.requests == 0) return;
    title("Timing");
    text_table table(narrow() ? "lrrrr" : has_remarks() ? "lrrrrrrl" : "lrrrrrr");
    std::vector<cell> head;
    for (const std::string_view name : {"", "p50", "p90", "p95", "p99", "max", "mean"}) {
      if (narrow() && (name == "p90" || name == "p99")) continue;
      head.push_back({std::string(name), emphasis::dim});
    }
    table.add(std::move(head));
    const auto add = [this, &table](const char* name, const aggregation::histogram& values,
                                    const char* meaning) {
      if (values.empty()) return;
      const latency_summary of = summary_of(values);
      std::vector<cell> cells{{name}, {length_text(of.p50)}};
      if (!narrow()) cells.push_back({length_text(of.p90)});
      cells.push_back({length_text(of.p95)});
      if (!narrow()) cells.push_back({length_text(of.p99)});
      cells.push_back({length_text(of.max)});
      cells.push_back({length_text(std::llround(of.mean))});
      if (has_remarks()) cells.push_back({meaning, emphasis::dim});
      table.add(std::move(cells));
    };
    const request_stats& all = run_.total;
    add("successes", all.response, "from the plan");
    add("failures", all.failed_response, "from the plan");
    add("service", all.service, "from sending");
    add("first byte", all.first_byte, "from sending");
    add("lag", all.lag, "our lateness");
    print(table);
  }

  // "and 3 more" below a list that was cut, with the number of their failures.
  void rest(std::size_t hidden, std::uint64_t hidden_count, std::uint64_t not_kept) {
    if (hidden_count + not_kept == 0) return;
    std::string text = "  and " + count_text(hidden_count + not_kept) + " more";
    if (not_kept == 0) text += " of " + count_text(hidden) + (hidden == 1 ? " cause" : " causes");
    line(text, emphasis::dim);
  }

  // "timeout", "status 503".
  static std::string kind_of(const aggregation::error_row& one) {
    std::string text(name_of(one.kind));
    if (one.code != 0) text += " " + std::to_string(one.code);
    return text;
  }

  void errors() {
    if (run_.total.failures == 0) return;
    title("Errors",
          count_text(run_.total.failures) + " of " + count_text(run_.total.requests) +
              " requests failed (" + share_text(run_.total.error_rate()) + ")",
          emphasis::bad);
    text_table table("rllL");
    std::uint64_t hidden = 0;
    for (std::size_t i = 0; i < run_.errors.size(); ++i) {
      const aggregation::error_row& one = run_.errors[i];
      if (i >= most_rows) {
        hidden += one.count;
        continue;
      }
      table.add({{count_text(one.count), emphasis::bad},
                 {kind_of(one)},
                 {cut_to(printable(one.endpoint), width_ / 3)},
                 {printable(one.example), emphasis::dim}});
    }
    print(table);
    rest(run_.errors.size() - std::min(run_.errors.size(), most_rows), hidden, run_.other_errors);
  }

  void task_failures() {
    if (run_.task_failures.empty()) return;
    std::uint64_t all = run_.other_task_failures;
    for (const auto& one : run_.task_failures)
      all += one.count;
    title("Task failures", count_text(all) + " in " + count_text(run_.iterations) + " iterations",
          emphasis::bad);
    text_table table("rlL");
    std::uint64_t hidden = 0;
    for (std::size_t i = 0; i < run_.task_failures.size(); ++i) {
      const aggregation::task_cause& one = run_.task_failures[i];
      if (i >= most_rows) {
        hidden += one.count;
        continue;
      }
      table.add({{count_text(one.count), emphasis::bad},
                 {cut_to(printable(one.where), width_ / 3)},
                 {printable(one.message), emphasis::dim}});
    }
    print(table);
    rest(run_.task_failures.size() - std::min(run_.task_failures.size(), most_rows), hidden,
         run_.other_task_failures);
  }

  static cell mark(bool passed) {
    return passed ? cell{"\u2713", emphasis::good} : cell{"\u2717", emphasis::bad};
  }

  void checks() {
    if (run_.checks.empty()) return;
    title("Checks");
    text_table table("lLrl");
    for (const aggregation::check_row& one : run_.checks) {
      const std::uint64_t all = one.counts.passes + one.counts.fails;
      const double share = static_cast<double>(one.counts.passes) / static_cast<double>(all);
      table.add({mark(one.counts.fails == 0),
                 {printable(one.name)},
                 {share_text(share)},
                 {count_text(one.counts.passes) + " of " + count_text(all), emphasis::dim}});
    }
    print(table);
  }

  void counters() {
    if (run_.counters.empty()) return;
    title("Counters");
    text_table table("Lrl");
    for (const aggregation::counter_row& one : run_.counters) {
      table.add(
          {{printable(one.name)}, {rate_text(one.value)}, {printable(one.unit), emphasis::dim}});
    }
    print(table);
  }

  void rules() {
    if (run_.verdicts.empty()) return;
    const auto broken = std::ranges::count(run_.verdicts, false, &aggregation::verdict::passed);
    title("SLO",
          broken == 0 ? std::string("kept")
                      : count_text(static_cast<std::uint64_t>(broken)) + " of " +
                            count_text(run_.verdicts.size()) + " broken",
          broken == 0 ? emphasis::good : emphasis::bad);
    print(rule_table(run_.verdicts, colour_, narrow()));
    for (const aggregation::verdict& one : run_.verdicts) {
      // The row of an old key says it all.
      if (!one.passed && !one.rule.starts_with("slo.")) paragraph(printable(one.message));
    }
  }

  void totals() {
    out_ += '\n';
    const request_stats& all = run_.total;
    std::string users = count_text(run_.users.started) + " started" + separator +
                        count_text(run_.iterations) + " iterations";
    if (run_.users.failed > 0)
      users += separator + count_text(run_.users.failed) + " failed to start";
    text_table table("lL");
    table.add({{"users", emphasis::dim}, {users}});
    if (run_.arrivals) arrivals(table, *run_.arrivals);
    if (run_.warmup) {
      table.add({{"warm-up", emphasis::dim},
                 {length_text(run_.run.warmup) + separator +
                  count_text(run_.warmup->total.requests) + " requests, in no other figure"}});
    }
    if (all.requests > 0) {
      table.add({{"data", emphasis::dim},
                 {bytes_text(all.bytes_out) + " sent" + separator + bytes_text(all.bytes_in) +
                  " received"}});
      table.add(
          {{"connections", emphasis::dim},
           {count_text(all.opened) + " opened" + separator + count_text(all.reused) + " reused"}});
    }
    print(table);
  }

  void arrivals(text_table& table, const aggregation::arrival_counts& of) const {
    std::string text = count_text(of.planned) + " planned (" + rate_text(of.planned_rate()) +
                       "/s)" + separator + count_text(of.started) + " started (" +
                       rate_text(of.achieved_rate()) + "/s)";
    if (of.late > 0) text += separator + count_text(of.late) + " late";
    if (of.skipped > 0) text += separator + count_text(of.skipped) + " skipped";
    const emphasis how = of.late + of.skipped > 0 ? emphasis::warning : emphasis::none;
    table.add({{"arrivals", emphasis::dim}, {text, how}});
    if (of.skipped > 0) {
      table.add({{"", emphasis::dim},
                 {"no user was free: raise run.users, or let users leave sooner (stop(), "
                  "profile.iterations)",
                  emphasis::dim}});
    }
  }

  const run_result& run_;
  /// Below this a row of all columns would wrap.
  bool narrow() const { return width_ < 72; }
  bool has_remarks() const { return width_ >= 90; }

  const std::size_t width_;
  const bool colour_;
  std::string out_;
};

}  // namespace

std::string summary_table(const run_result& run, const summary_options& options) {
  return summary(run, options).text();
}

}  // namespace veriload::report
