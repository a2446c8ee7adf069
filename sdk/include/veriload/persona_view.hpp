// The synthetic person behind a user. Flow: host -> [persona_view] -> scenario.
#pragma once

#include "veriload/scenario_context.hpp"

#include <string_view>

namespace veriload {
inline namespace v1 {

/// The persona of a user, read by dotted path. Views live as long as the user.
class persona_view {
 public:
  explicit persona_view(const user_link& link) noexcept : link_(&link) {}

  /// The value at a path ("contact.email"). Throws `error` of kind "persona" with the nearest known
  /// path.
  std::string_view at(std::string_view path) const {
    vl_str value{};
    const vl_id field = link_->context->field(path);
    const vl_status status = link_->context->users.persona(link_->handle, field, &value);
    if (status != VL_OK) throw_status("persona", path, status);
    return to_view(value);
  }

 private:
  const user_link* link_;
};

}  // namespace v1
}  // namespace veriload
