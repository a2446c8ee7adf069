// Writes the head of a request. Flow: call -> [request_writer] -> stream.
#pragma once

#include "plugins/http/failure.hpp"
#include "plugins/http/target.hpp"

#include <veriload_abi.h>
#include <veriload/reused_text.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::http_plugin {

class shared_lines;

using header_list = std::vector<std::pair<std::string, std::string>>;

/// One host and port, with the header lines that every request to it starts with. Immutable.
struct origin {
  std::string host;  ///< lower case, IPv6 without brackets: what is dialled
  std::uint32_t port;
  bool secure = false;     ///< https
  std::string authority;   ///< "host:port", brackets included, always with the port: for messages
  std::string host_value;  ///< of the Host header: without the port when that is the scheme's own
  std::string block;       ///< "Host: ...\r\nUser-Agent: ...\r\n...", all lines that do not change
  shared_lines* lines = nullptr;  ///< those of all users of the worker; null: each has its own
  std::string plain_end;  ///< what follows the target when a request adds nothing to the block
};

/// What is the same in every request of a session.
struct request_defaults {
  std::string user_agent;
  header_list headers;     ///< default headers, checked; a name may replace a built-in one
  bool keep_alive = true;  ///< false adds Connection: close
};

/// An origin with its constant block made.
origin make_origin(const url_parts& url, const request_defaults& defaults);

/// Where one call goes; views into the call and the session's profile.
struct destination {
  const origin* to = nullptr;
  std::string_view base_path;  ///< put before a relative target
  std::string_view target;     ///< as given, or the rest of an absolute URL
  bool absolute = false;
};

/// What the writer found out on the way.
struct request_traits {
  bool bodiless_answer = false;  ///< HEAD
  bool idempotent = false;       ///< GET, HEAD, PUT, DELETE, OPTIONS, TRACE: may be sent twice
  bool close = false;            ///< the caller asks for Connection: close
};

/// Appends the request line and all header lines of `call` to `out`; the body is sent behind it.
///
/// Nothing that a caller gives can start a line of its own: control bytes in the verb, the target,
/// a header's name or value are refused (VL_E_INVALID) and the place is named. Content-Length is
/// made from the body (and is 0 for POST, PUT and PATCH without one); a caller's own one must be
/// equal, Transfer-Encoding is refused. A caller's header replaces the default one of the same
/// name.
///
/// False with the reason in `why`; `out` then holds part of a request. No allocation when `out` has
/// room.
bool write_request_head(reused_text& out, const destination& to, const vl_call& call,
                        const request_defaults& defaults, request_traits& traits, failure& why);

/// Name and value may stand in a header line; used for configured headers too.
bool check_header(std::string_view name, std::string_view value, failure& why);

}  // namespace veriload::http_plugin
