// The words and statuses for what can happen to a connection. Flow: connection -> [failure_text] ->
// reply.
#pragma once

#include "plugins/http/connection.hpp"
#include "plugins/http/failure.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <string>

namespace veriload::http_plugin {

struct worker;

/// The host's words for the failure that it is telling; empty when it has none. Inside a completion
/// or on_data only.
std::string reason_of(const worker& of);

/// A dial that did not succeed: "connection refused by 127.0.0.1:81". `allowed` is what it was
/// given, `reason` what the host said.
failure dial_failure(vl_result result, const origin& to, vl_ns allowed,
                     const std::string& reason = {});

/// A stream that ended or broke while an answer was awaited: "connection closed after 120 of 500
/// body bytes".
failure stream_failure(vl_result result, const connection& line, const std::string& reason = {});

/// `allowed` passed: for the `whole` call, or since the last byte.
failure timeout_failure(const connection& line, vl_ns allowed, bool whole);

/// The body is larger than what may be kept.
failure body_limit_failure(std::uint64_t limit, std::uint64_t found);

}  // namespace veriload::http_plugin
