// What makes a document of a run. Flow: run result -> [reporter] -> bytes.
#pragma once

#include "veriload/node_view.hpp"
#include "veriload/output.hpp"

namespace veriload {
inline namespace v1 {

/// The table of a reporter whose plugin class `Self` has
///
///     void begin(veriload::node_view plan);
///     void finish(veriload::node_view result, const veriload::output& to);
///     const vl_config_v1& trees() const;  // the host's veriload.config/1
///
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
  return {sizeof(vl_reporter_v1), 0,      name, summary, &entry::begin, nullptr, nullptr,
          &entry::finish,         nullptr};
}

}  // namespace v1
}  // namespace veriload
