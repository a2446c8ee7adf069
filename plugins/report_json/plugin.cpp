// The reporter "json": the whole result of a run as one JSON document.
#include "json_writer.hpp"

#include "veriload/plugin.hpp"

#include <string_view>

namespace veriload::report_json {
namespace {

class reporter {
 public:
  explicit reporter(host_services host) : trees_(&host.get<vl_config_v1>()) {}

  const void* component(std::string_view id) const {
    static constexpr vl_reporter_v1 table = {sizeof(vl_reporter_v1),
                                             0,
                                             "json",
                                             "everything that was measured, as JSON",
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             &finish,
                                             nullptr};
    return id == VL_COMP_REPORTER ? &table : nullptr;
  }

 private:
  static vl_status finish(void* self, const vl_node* result, const vl_sink* sink,
                          vl_error* error) noexcept {
    vl_status written = VL_OK;
    const vl_status guarded = guard(error, [&] {
      written = json_writer(*static_cast<reporter*>(self)->trees_, *sink).write(result);
    });
    return guarded != VL_OK ? guarded : written;
  }

  const vl_config_v1* trees_;
};

}  // namespace
}  // namespace veriload::report_json

VERILOAD_PLUGIN(report_json, "dev.veriload.report_json", VERILOAD_SDK_VERSION, "MIT",
                veriload::ids(VL_COMP_REPORTER), veriload::ids(VL_SVC_CONFIG),
                veriload::ids(VL_SVC_LOG),
                &veriload::plugin_entry<veriload::report_json::reporter>::init,
                &veriload::plugin_entry<veriload::report_json::reporter>::component,
                &veriload::plugin_entry<veriload::report_json::reporter>::fini);
