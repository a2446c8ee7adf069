// The reporter "NEWNAME": a table of the endpoints as CSV. Put your document in its place.
#include <veriload/reporter.hpp>

#include <charconv>
#include <string>

namespace NEWIDENT_plugin {

// RFC 4180: quoted when it has to be, quotes doubled.
std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// Independent of the locale.
std::string cell(double value) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  return std::string(digits, end.ptr);
}

class plugin {
 public:
  explicit plugin(veriload::host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table =
        veriload::reporter_table<plugin>("NEWNAME", "the endpoints as CSV, one row each");
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return *trees_; }

  // The result is the tree that the JSON report shows as a whole.
  void finish(veriload::node_view result, const veriload::output& to) {
    to << "endpoint,requests,failures,requests_per_second,p50_ms,p95_ms,p99_ms,max_ms\r\n";
    result["endpoints"].each([&](std::string_view name, veriload::node_view of) {
      const veriload::node_view latency = of["latency_ms"];
      to << cell(name) << "," << std::to_string(of["total_requests"].integer()) << ","
         << std::to_string(of["total_failures"].integer()) << ","
         << cell(of["throughput_rps"].number());
      for (const char* figure : {"p50", "p95", "p99", "max"})
        to << "," << cell(latency[figure].number());
      to << "\r\n";
    });
  }

 private:
  const vl_config_v1* trees_;
};

using entry = veriload::plugin_entry<plugin>;

}  // namespace NEWIDENT_plugin

VERILOAD_PLUGIN(NEWIDENT, "example.NEWNAME", "0.1.0", "NONE", veriload::ids(VL_COMP_REPORTER),
                veriload::ids(VL_SVC_CONFIG), veriload::ids(), &NEWIDENT_plugin::entry::init,
                &NEWIDENT_plugin::entry::component, &NEWIDENT_plugin::entry::fini);
