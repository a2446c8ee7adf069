// The reporter "md": a run as Markdown tables, to be pasted into a pull request or a wiki.
#include <veriload/reporter.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>

namespace veriload::report_markdown {
namespace {

constexpr std::uint32_t most_rows = 200;  // GitHub cuts comments at 65,536 characters

// A name as code, so that no character of it is taken for Markdown.
std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : text) {
    if (c == '|') {
      out += "\\|";  // also within code it would end the cell
    } else {
      out += c == '`' ? '\'' : static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out + "`";
}

// Three significant digits, as people compare them; all digits above 100.
std::string figure(double value) {
  const double size = std::fabs(value);
  const int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  char text[64];
  return {text,
          static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.*f", decimals, value))};
}

std::string figure(node_view value) { return value ? figure(value.number()) : std::string("–"); }

std::string count(node_view value) {
  std::string digits = std::to_string(value.integer());
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, ",");
  return digits;
}

std::string percent(node_view share) {
  const double value = share.number() * 100;
  if (value > 0 && value < 0.01) return "< 0.01 %";
  return figure(value) + " %";
}

class reporter {
 public:
  explicit reporter(host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table =
        reporter_table<reporter>("md", "tables in Markdown, for a pull request");
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return *trees_; }

  void begin(node_view plan) { report_options(plan, "md", {}); }

  void finish(node_view result, const output& to) {
    write_head(result, to);
    write_endpoints(result, to);
    write_rules(result["slo"]["rules"], to);
    write_errors(result, to);
    to << "\nResponse time in ms, from the planned start to the last byte, of successes and "
          "failures.\n";
  }

 private:
  static void write_head(node_view result, const output& to) {
    const node_view run = result["run"];
    const node_view rules = result["slo"]["rules"];
    const bool passed = result["slo"]["passed"].flag(true);
    to << "### Load test"
       << (rules.size() == 0 ? ""
           : passed          ? ": passed"
                             : ": **failed**")
       << "\n\n";
    std::string line =
        joined({count(result["total_requests"]), " requests, ", figure(result["throughput_rps"]),
                " per second, ", percent(result["error_rate"]), " failed"});
    if (const node_view users = result["users"])
      line += joined({", up to ", count(users["peak"]), " users"});
    if (const node_view window = run["window"]) {
      line += joined({", seconds ", figure(window["from_seconds"]), " to ",
                      figure(window["to_seconds"]), " of the run"});
    } else if (run["duration_seconds"]) {
      line += joined({", ", figure(run["duration_seconds"]), " s"});
    }
    if (run["partial"].flag(false)) line += " (the run was killed)";
    to << line << "\n\n";
  }

  static void write_endpoints(node_view result, const output& to) {
    to << "| endpoint | requests | per second | failed | mean | p50 | p95 | p99 | max |\n"
          "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    std::uint32_t rows = 0;
    const node_view endpoints = result["endpoints"];
    endpoints.each([&](std::string_view name, node_view of) {
      if (rows++ < most_rows) write_endpoint(code(name), of, to);
    });
    if (rows > most_rows)
      to << joined({"| and ", std::to_string(rows - most_rows), " more | | | | | | | | |\n"});
    write_endpoint("**all**", result, to);
  }

  static void write_endpoint(const std::string& name, node_view of, const output& to) {
    const node_view latency = of["latency_ms"];
    to << joined({"| ", name, " | ", count(of["total_requests"]), " | ",
                  figure(of["throughput_rps"]), " | ", percent(of["error_rate"])});
    for (const char* one : {"mean", "p50", "p95", "p99", "max"})
      to << " | " << figure(latency[one]);
    to << " |\n";
  }

  static void write_rules(node_view rules, const output& to) {
    if (rules.size() == 0) return;
    to << "\n| | rule | observed | limit |\n|---|---|--:|--:|\n";
    rules.each([&](std::string_view, node_view rule) {
      const node_view words = rule["rule"];
      const std::string name = words
                                   ? std::string(words.text())
                                   : joined({rule["metric"].text(), " of ", rule["scope"].text()});
      to << joined({"| ", rule["passed"].flag() ? "✓" : "✗", " | ", code(name), " | ",
                    figure(rule["observed"]), " | ", figure(rule["threshold"]), " |\n"});
    });
  }

  static void write_errors(node_view result, const output& to) {
    const node_view errors = result["errors"];
    if (errors.size() == 0) return;
    to << "\n| failures | endpoint | class | example |\n|--:|---|---|---|\n";
    errors.each([&](std::string_view, node_view row) {
      to << joined({"| ", count(row["count"]), " | ", code(row["endpoint"].text()), " | ",
                    row["class"].text(), " | ", code(row["example"].text()), " |\n"});
    });
  }

  const vl_config_v1* trees_;
};

using entry = plugin_entry<reporter>;

}  // namespace
}  // namespace veriload::report_markdown

VERILOAD_PLUGIN(report_markdown, "dev.veriload.report_markdown", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_REPORTER), veriload::ids(VL_SVC_CONFIG), veriload::ids(),
                &veriload::report_markdown::entry::init,
                &veriload::report_markdown::entry::component,
                &veriload::report_markdown::entry::fini);
