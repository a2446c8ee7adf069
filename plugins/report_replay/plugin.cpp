// The reporter "replay": what `veriload replay` needs to look at a persona of the run again.
#include "manifest.hpp"

#include "veriload/plugin.hpp"
#include "veriload/reporter.hpp"

#include <string_view>

namespace veriload::report_replay {
namespace {

class reporter {
 public:
  explicit reporter(host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr vl_reporter_v1 table =
        reporter_table<reporter>("replay", "seed, plan and failed personas, for veriload replay");
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }

  const vl_config_v1& trees() const { return *trees_; }

  // The plan lives as long as the process.
  void begin(node_view plan) { plan_ = plan.handle(); }

  void finish(node_view result, const output& to) const {
    to << indented(manifest_of(node_view(*trees_, plan_), result));
  }

 private:
  const vl_config_v1* trees_;
  const vl_node* plan_ = nullptr;
};

}  // namespace
}  // namespace veriload::report_replay

VERILOAD_PLUGIN(report_replay, "dev.veriload.report_replay", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_REPORTER), veriload::ids(VL_SVC_CONFIG),
                veriload::ids(VL_SVC_LOG),
                &veriload::plugin_entry<veriload::report_replay::reporter>::init,
                &veriload::plugin_entry<veriload::report_replay::reporter>::component,
                &veriload::plugin_entry<veriload::report_replay::reporter>::fini);
