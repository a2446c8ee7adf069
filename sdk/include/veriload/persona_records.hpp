// Records that are linked to a user's persona. Flow: host -> [persona_records] -> scenario.
#pragma once

#include "veriload/guard.hpp"
#include "veriload/scenario_context.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The record as JSON text. Throws `error` of kind "record" with the host's reason, or because this
/// host is older than records are.
inline std::string persona_record(const user_link& link, std::string_view kind,
                                  std::uint64_t number) {
  const vl_user_v1& users = link.context->users;
  if (!VL_HAS(&users, vl_user_v1, record)) {
    throw error("record", joined({"\"", kind, "\": this host has no records"}), VL_E_UNSUPPORTED);
  }
  std::string text;
  const vl_sink sink{&text, [](void* to, vl_cbuf bytes) noexcept -> vl_status {
                       return guard(nullptr,
                                    [&] { static_cast<std::string*>(to)->append(to_view(bytes)); });
                     }};
  vl_error why = new_error();
  const vl_status status = users.record(link.handle, to_str(kind), number, &sink, &why);
  if (status == VL_OK) return text;
  const std::string_view reason = message_of(why);
  if (reason.empty()) throw_status("record", kind, status);
  throw error("record", std::string(reason), status);
}

}  // namespace v1
}  // namespace veriload
