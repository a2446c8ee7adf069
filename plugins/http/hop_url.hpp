// The address of one request of a call as text. Flow: call_flow -> [hop_url] -> redirect,
// cookie_jar.
#pragma once

#include "plugins/http/request_writer.hpp"

#include <string>

namespace veriload::http_plugin {

/// Appends path and query as they stand in the request line. False with the reason in `why` when
/// the target holds a control byte. Thread: any.
bool append_path(std::string& out, const destination& to, failure& why);

/// Appends the absolute URL, without a default port and without a fragment.
bool append_url(std::string& out, const destination& to, failure& why);

/// "https" or "http".
std::string_view scheme_of(const origin& of) noexcept;

/// True when requests to this origin are encrypted.
bool is_secure(const origin& of) noexcept;

}  // namespace veriload::http_plugin
