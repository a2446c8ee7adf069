// Text across the seam, and a reason of failure that always fits. Flow: all of the SDK.
#pragma once

#include <veriload_abi.h>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// The same bytes, as the other side of the seam names them. Nothing is copied: the view must
/// outlive its use.
inline std::string_view to_view(vl_str text) noexcept {
  return text.len ? std::string_view(text.ptr, text.len) : std::string_view();
}
inline std::string_view to_view(vl_cbuf bytes) noexcept {
  return bytes.len ? std::string_view(static_cast<const char*>(bytes.ptr), bytes.len)
                   : std::string_view();
}
inline vl_str to_str(std::string_view text) noexcept { return vl_str{text.data(), text.size()}; }
inline vl_cbuf to_bytes(std::string_view bytes) noexcept {
  return vl_cbuf{bytes.data(), bytes.size()};
}

/// The longest start of `text` that takes at most `limit` bytes and does not end inside a
/// character.
inline std::string_view cut_at_character(std::string_view text, std::size_t limit) noexcept {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80)
    --limit;
  return text.substr(0, limit);
}

/// Writes the reason of a failure: `parts` one after the other, terminated, cut at a character when
/// they are too long. Never writes past `error->struct_size`; `error` may be null. Returns
/// `status`, so that `return error_text(error, VL_E_CONFIG, "port must be below 65536, is ",
/// digits);` is the whole branch.
template <class... Parts>
vl_status error_text(vl_error* error, vl_status status, const Parts&... parts) noexcept {
  constexpr std::size_t header = offsetof(vl_error, message);
  if (error == nullptr || error->struct_size < header) return status;
  error->code = status;
  error->native = 0;
  error->reserved = 0;

  const std::size_t size =
      error->struct_size < sizeof(vl_error) ? error->struct_size : sizeof(vl_error);
  if (size == header) return status;
  const std::size_t room = size - header - 1;
  std::size_t used = 0;
  bool full = false;
  const auto append = [&](std::string_view part) {
    if (full) return;
    const std::string_view kept = cut_at_character(part, room - used);
    full = kept.size() < part.size();
    if (!kept.empty()) std::memcpy(error->message + used, kept.data(), kept.size());
    used += kept.size();
  };
  (append(std::string_view(parts)), ...);
  error->message[used] = '\0';
  return status;
}

/// What is written in `error`, without the terminator.
inline std::string_view message_of(const vl_error& error) noexcept {
  return std::string_view(error.message, ::strnlen(error.message, sizeof error.message));
}

/// An empty error to hand to the other side. Owned by the caller.
inline vl_error new_error() noexcept {
  vl_error error;
  error.struct_size = sizeof error;
  error.code = VL_OK;
  error.native = 0;
  error.reserved = 0;
  error.message[0] = '\0';
  return error;
}

/// The word that reports group a status by: "timeout", "dns".
inline std::string_view status_word(vl_status status) noexcept {
  switch (status) {
    case VL_OK:
      return "ok";
    case VL_PENDING:
      return "pending";
    case VL_EOF:
      return "end of stream";
    case VL_E_INVALID:
      return "invalid argument";
    case VL_E_UNSUPPORTED:
      return "not supported";
    case VL_E_NOMEM:
      return "out of memory";
    case VL_E_CANCELED:
      return "canceled";
    case VL_E_TIMEOUT:
      return "timeout";
    case VL_E_CLOSED:
      return "connection closed";
    case VL_E_DNS:
      return "name not resolved";
    case VL_E_CONNECT:
      return "not connected";
    case VL_E_TLS:
      return "tls failed";
    case VL_E_PROTOCOL:
      return "protocol error";
    case VL_E_CONFIG:
      return "wrong setting";
    case VL_E_EXCEPTION:
      return "exception";
    case VL_E_SHUTDOWN:
      return "shutting down";
    case VL_E_MISUSE:
      return "misuse of the interface";
    case VL_E_BLOCKED:
      return "host not allowed";
    case VL_E_STATUS:
      return "failing answer";
    default:
      return "unknown failure";
  }
}

}  // namespace v1
}  // namespace veriload
