// The reporter "csv": a table of the endpoints, or of the seconds, for spreadsheets and scripts.
#include <veriload/reporter.hpp>

#include <charconv>
#include <cstdint>
#include <string>

namespace veriload::report_csv {
namespace {

// RFC 4180: quoted when it has to be, quotes doubled.
std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// The shortest text that reads back as the same number; a point in every locale.
std::string cell(double value) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  return std::string(digits, end.ptr);
}

// An empty cell where there is no figure: a window of a run does not know all of them.
std::string cell(node_view figure) {
  if (!figure) return {};
  return figure.kind() == VL_NODE_INT ? std::to_string(figure.integer()) : cell(figure.number());
}

class reporter {
 public:
  explicit reporter(host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table =
        reporter_table<reporter>("csv", "the endpoints as CSV, or with `rows: seconds` the run");
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return *trees_; }

  void begin(node_view plan) {
    const node_view rows = report_options(plan, "csv", {"rows"})["rows"];
    const std::string_view wanted = rows.text("endpoints");
    if (wanted != "endpoints" && wanted != "seconds") {
      rows.refuse(joined({"reports.csv.rows is ", wanted, ", expected endpoints or seconds"}));
    }
    by_second_ = wanted == "seconds";
  }

  void finish(node_view result, const output& to) {
    if (by_second_) {
      write_seconds(result["series"]["rows"], to);
    } else {
      write_endpoints(result, to);
    }
  }

 private:
  static void write_endpoints(node_view result, const output& to) {
    to << "endpoint,requests,failures,error_rate,requests_per_second,mean_ms,p50_ms,p90_ms,p95_ms,"
          "p99_ms,max_ms,success_p95_ms,success_p99_ms,service_p95_ms,service_p99_ms,lag_p99_ms"
          "\r\n";
    write_endpoint("(all)", result, to);
    result["endpoints"].each(
        [&](std::string_view name, node_view of) { write_endpoint(name, of, to); });
  }

  static void write_endpoint(std::string_view name, node_view of, const output& to) {
    std::string row = cell(name);
    for (const char* figure :
         {"total_requests", "total_failures", "error_rate", "throughput_rps"}) {
      row += "," + cell(of[figure]);
    }
    for (const char* figure : {"mean", "p50", "p90", "p95", "p99", "max"})
      row += "," + cell(of["latency_ms"][figure]);
    for (const char* figure : {"p95", "p99"})
      row += "," + cell(of["success_latency_ms"][figure]);
    for (const char* figure : {"p95", "p99"})
      row += "," + cell(of["service_ms"][figure]);
    to << row + "," + cell(of["lag_ms"]["p99"]) + "\r\n";
  }

  static void write_seconds(node_view rows, const output& to) {
    static constexpr const char* columns[] = {"second",     "requests",       "failures", "users",
                                              "bytes_sent", "bytes_received", "p50_ms",   "p95_ms",
                                              "p99_ms",     "max_ms"};
    std::string line;
    for (const char* column : columns)
      line += (line.empty() ? "" : ",") + std::string(column);
    to << line + "\r\n";
    rows.each([&](std::string_view, node_view row) {
      line.clear();
      for (const char* column : columns)
        line += (column == columns[0] ? "" : ",") + cell(row[column]);
      to << line + "\r\n";
    });
  }

  const vl_config_v1* trees_;
  bool by_second_ = false;
};

using entry = plugin_entry<reporter>;

}  // namespace
}  // namespace veriload::report_csv

VERILOAD_PLUGIN(report_csv, "dev.veriload.report_csv", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_REPORTER), veriload::ids(VL_SVC_CONFIG), veriload::ids(),
                &veriload::report_csv::entry::init, &veriload::report_csv::entry::component,
                &veriload::report_csv::entry::fini);
