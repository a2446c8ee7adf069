// What turns a document into a scenario. Flow: host -> [importer] -> files of a project.
#pragma once

#include "veriload/node_view.hpp"

#include <cstdint>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Takes whole files of the new project; the host writes all of them or none. Valid in the call.
class imported_files {
 public:
  explicit imported_files(const vl_output& to) noexcept : to_(&to) {}

  /// `path` is relative and has no "..". Throws `error` when the host refuses it.
  void add(std::string_view path, std::string_view content) const {
    const vl_status status = to_->file(to_->ctx, to_str(path), to_bytes(content));
    if (status != VL_OK) throw_status("import", path, status);
  }

 private:
  const vl_output* to_;
};

/// The table of an importer whose plugin class `Self` has
///
///     int score(std::string_view file_name, std::string_view head) const;
///     void convert(std::string_view file_name, std::string_view input,
///                  veriload::node_view options, const veriload::imported_files& files);
///     const vl_config_v1& trees() const;  // the host's veriload.config/1
///
/// [main] `score` says from 0 (not mine) to 100 (certain) whose input it is. Both read only the
/// bytes they are given. What `convert` throws is what the user reads; a wrong input is an `error`
/// that names the line. The texts have static lifetime.
template <class Self>
constexpr vl_importer_v1 importer_table(const char* name, const char* summary) {
  struct entry {
    static std::int32_t score(void* self, vl_str file_name, vl_cbuf head) noexcept {
      std::int32_t sure = 0;
      const vl_status status = guard(nullptr, [&] {
        sure = static_cast<const Self*>(self)->score(to_view(file_name), to_view(head));
      });
      return status == VL_OK ? sure : 0;
    }
    static vl_status convert(void* self, vl_str file_name, vl_cbuf input, const vl_node* options,
                             const vl_output* to, vl_error* error) noexcept {
      return guard(error, [&] {
        auto* plugin = static_cast<Self*>(self);
        plugin->convert(to_view(file_name), to_view(input), node_view(plugin->trees(), options),
                        imported_files(*to));
      });
    }
  };
  return {sizeof(vl_importer_v1), 0, name, summary, &entry::score, &entry::convert};
}

}  // namespace v1
}  // namespace veriload
