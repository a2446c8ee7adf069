// Where a redirect leads and what of the request goes along. Flow: call_flow -> [redirect] ->
// request_writer.
#pragma once

#include "plugins/http/failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// 301, 302, 303, 307 or 308: the answers that name another place by `location`.
constexpr bool is_redirect(std::uint32_t code) noexcept {
  return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

/// The verb of the request that follows: 307 and 308 keep it; 301, 302 and 303 make a GET of all
/// but HEAD, as browsers do.
std::string_view verb_after(std::uint32_t code, std::string_view verb) noexcept;

/// True for a header that speaks about the body, or about the host and who one is there: dropped
/// with the body, or when the origin changes.
bool describes_body(std::string_view name) noexcept;
bool belongs_to_origin(std::string_view name) noexcept;

/// Writes the absolute URL that `location` names, seen from the absolute URL `base` (RFC 3986 5.2):
/// dot segments are taken out, a fragment is dropped, bytes that no URL may hold are encoded.
/// False with VL_E_PROTOCOL when the server's text names no place: control bytes in it, or another
/// scheme without a host. The result still needs split_url: its host and port are not checked here.
/// `out` must not be what `base` or `location` view. Thread: any.
bool resolve_location(std::string& out, std::string_view base, std::string_view location,
                      failure& why);

}  // namespace veriload::http_plugin
