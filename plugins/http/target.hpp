// Which origin a call goes to and what stands in its request line. Flow: call -> [target] ->
// request_writer.
#pragma once

#include "plugins/http/failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// An absolute http or https URL in pieces; views into the text it was made from.
struct url_parts {
  std::string_view host;    ///< as written, IPv6 without brackets
  bool bracketed = false;   ///< the host is an IPv6 literal
  bool secure = false;      ///< https
  std::uint32_t port = 80;  ///< 1 to 65535; without one 80, or 443 when secure
  std::string_view rest;    ///< path and query: empty, or starts with '/' or '?'; no fragment
};

/// True when `target` starts with a scheme and "://". Anything else is relative.
bool is_absolute(std::string_view target) noexcept;

/// Takes an absolute URL apart. Refuses, with the reason in `why`: other schemes
/// (VL_E_UNSUPPORTED), user information, a malformed host or port.
bool split_url(std::string_view url, url_parts& parts, failure& why) noexcept;

/// Appends `target` to `out` as it stands in a request line: path and query without fragment, the
/// bytes that no URL may hold (blanks, quotes, braces, non-ASCII) percent-encoded. Refuses control
/// bytes: nothing in a target can start a line of its own. `Text` is std::string or reused_text.
template <class Text>
bool append_target(Text& out, std::string_view target, failure& why);

/// Copies `target` to `out`, which has room for it, when append_target() would not change a byte.
/// Gives the end of the copy, or null.
char* copy_plain(char* out, std::string_view target) noexcept;

/// Appends base path and relative target. As the reference does, a leading slash of the target is
/// not a way out of the base path: base "/v1" and target "/users" make "/v1/users".
template <class Text>
bool append_joined(Text& out, std::string_view base_path, std::string_view target, failure& why);

}  // namespace veriload::http_plugin
