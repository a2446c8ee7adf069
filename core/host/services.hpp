// The C tables that this room serves, one file each. Flow: run -> service directory -> plugins.
#pragma once

#include "core/host/service_directory.hpp"

#include "veriload_abi.h"

#include <string_view>

namespace veriload::host {

extern const vl_loop_v1 loop_service;          ///< loop_service.cpp
extern const vl_stream_v1 stream_service;      ///< stream_service.cpp
extern const vl_log_v1 log_service;            ///< log_service.cpp
extern const vl_config_v1 config_service;      ///< config_service.cpp
extern const vl_safety_v1 safety_service;      ///< safety_service.cpp
extern const vl_schedule_v1 schedule_service;  ///< schedule_service.cpp
extern const vl_extract_v1 extract_service;    ///< extract_service.cpp

/// Adds all tables above. The services that need a running user come from the user room.
void add_host_services(service_directory& directory);

/// A view of C text, and back. Thread: any.
inline std::string_view text_of(vl_str s) noexcept {
  return s.len ? std::string_view(s.ptr, s.len) : std::string_view();
}
inline vl_str view_of(std::string_view s) noexcept { return {s.data(), s.size()}; }

/// Writes a reason into a caller's error struct, which may be null. The text is cut at a character.
/// Thread: any.
void write_error(vl_error* error, vl_status code, std::string_view message) noexcept;

}  // namespace veriload::host
