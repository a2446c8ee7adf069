// The reporter "hgrm": the percentile spectrum that HdrHistogram's plotters and tools read.
#include "percentile_spectrum.hpp"

#include <veriload/reporter.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace veriload::report_hgrm {
namespace {

constexpr std::array<std::string_view, 5> metrics{"response", "failed_response", "service",
                                                  "first_byte", "lag"};

class reporter {
 public:
  static constexpr bool wants_histograms = true;

  explicit reporter(host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table =
        reporter_table<reporter>("hgrm", "a percentile spectrum for HdrHistogram's plotters");
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return *trees_; }

  void begin(node_view plan) {
    const node_view options = report_options(plan, "hgrm", {"endpoint", "metric"});
    endpoint_ = options["endpoint"].text();
    metric_ = options["metric"].text("response");
    if (std::find(metrics.begin(), metrics.end(), metric_) != metrics.end()) return;
    std::string text = joined({"reports.hgrm.metric is ", metric_, ", expected one of:"});
    for (const std::string_view one : metrics)
      text += joined({" ", one});
    options["metric"].refuse(text);
  }

  void finish(node_view result, const output& to) {
    const node_view all = result["histograms"];
    if (!all) throw error("config", "this host gives no histograms to reporters");
    const node_view of = endpoint_.empty() ? all["total"] : all["endpoints"][endpoint_];
    if (!of) refuse_endpoint(all["endpoints"]);
    const node_view values = of[metric_];
    std::vector<hdr_bucket> buckets;
    if (values && !read_hdr_buckets(values["v2"].text(), buckets))
      throw error("config", "the histograms of this host are of another form");
    to << percentile_spectrum(buckets);
    if (const auto above = values["out_of_range"].integer(); above > 0)
      to << joined({"#[Above 1 h = ", std::to_string(above), ", not in the rows]\n"});
    to << joined(
        {"#[", metric_, " in ms of ", endpoint_.empty() ? "all endpoints" : endpoint_, "]\n"});
  }

 private:
  [[noreturn]] void refuse_endpoint(node_view endpoints) const {
    std::string text = joined({"reports.hgrm.endpoint is ", endpoint_, ", the run has:"});
    endpoints.each([&](std::string_view name, node_view) { text += joined({" \"", name, "\""}); });
    throw error("config", text);
  }

  const vl_config_v1* trees_;
  std::string endpoint_;
  std::string metric_ = "response";
};

using entry = plugin_entry<reporter>;

}  // namespace
}  // namespace veriload::report_hgrm

VERILOAD_PLUGIN(report_hgrm, "dev.veriload.report_hgrm", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_REPORTER), veriload::ids(VL_SVC_CONFIG), veriload::ids(),
                &veriload::report_hgrm::entry::init, &veriload::report_hgrm::entry::component,
                &veriload::report_hgrm::entry::fini);
