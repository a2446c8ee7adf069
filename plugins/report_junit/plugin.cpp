// The reporter "junit": a test case for each rule, for the CI that shows test results.
#include "suite.hpp"

#include "veriload/reporter.hpp"

#include <string_view>

namespace veriload::report_junit {
namespace {

class reporter {
 public:
  explicit reporter(host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr auto table =
        reporter_table<reporter>("junit", "a test case for each rule, as JUnit XML");
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }
  const vl_config_v1& trees() const { return *trees_; }

  void finish(node_view result, const output& to) { to << junit_document(result); }

 private:
  const vl_config_v1* trees_;
};

}  // namespace
}  // namespace veriload::report_junit

VERILOAD_PLUGIN(report_junit, "dev.veriload.report_junit", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_REPORTER), veriload::ids(VL_SVC_CONFIG),
                veriload::ids(VL_SVC_LOG),
                &veriload::plugin_entry<veriload::report_junit::reporter>::init,
                &veriload::plugin_entry<veriload::report_junit::reporter>::component,
                &veriload::plugin_entry<veriload::report_junit::reporter>::fini);
