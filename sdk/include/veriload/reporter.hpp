// What makes a document of a run. Flow: run result -> [reporter] -> bytes.
#pragma once

#include "veriload/node_view.hpp"
#include "veriload/output.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The options of the reporter `name`: the mapping at `reports.NAME` of a plan, or nothing when
/// only a path stands there. Refuses, with its place, a key that is not `path` and not in `known`.
inline node_view report_options(node_view plan, std::string_view name,
                                std::initializer_list<std::string_view> known) {
  const node_view report = plan["reports"][name];
  if (report.kind() != VL_NODE_MAP) return report["path"];  // nothing
  report.each([&](std::string_view key, node_view value) {
    if (key == "path" || std::find(known.begin(), known.end(), key) != known.end()) return;
    std::string text =
        joined({"unknown key reports.", name, ".", key, ", expected path and the options:"});
    for (const std::string_view one : known)
      text += joined({" ", one});
    value.refuse(known.size() > 0 ? text
                                  : joined({"reports.", name, " has no options, found ", key}));
  });
  return report;
}

/// The table of a reporter whose plugin class `Self` has
///
///     void begin(veriload::node_view plan);
///     void finish(veriload::node_view result, const veriload::output& to);
///     const vl_config_v1& trees() const;  // the host's veriload.config/1
///
/// With `static constexpr bool wants_histograms = true` in it, the result has `histograms` too.
/// `begin` [main] refuses a wrong option before the run and may be left out; `finish` [report]
/// writes the report of a finished run, whose bytes are put in place only when it does not throw.
/// The texts have static lifetime.
template <class Self>
constexpr vl_reporter_v1 reporter_table(const char* name, const char* summary) {
  struct entry {
    static vl_status begin(void* self, const vl_node* plan, vl_error* error) noexcept {
      return guard(error, [&] {
        auto* plugin = static_cast<Self*>(self);
        if constexpr (requires(node_view view) { plugin->begin(view); }) {
          plugin->begin(node_view(plugin->trees(), plan));
        }
      });
    }
    static vl_status finish(void* self, const vl_node* result, const vl_sink* sink,
                            vl_error* error) noexcept {
      return guard(error, [&] {
        auto* plugin = static_cast<Self*>(self);
        plugin->finish(node_view(plugin->trees(), result), output(*sink));
      });
    }
  };
  std::uint32_t flags = 0;
  if constexpr (requires { Self::wants_histograms; }) {
    if (Self::wants_histograms) flags |= VL_REPORTER_HISTOGRAMS;
  }
  return {sizeof(vl_reporter_v1), flags,  name, summary, &entry::begin, nullptr, nullptr,
          &entry::finish,         nullptr};
}

}  // namespace v1
}  // namespace veriload
