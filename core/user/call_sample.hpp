// A finished call as a sample. Flow: protocol plugin -> [sample] -> aggregation.
#pragma once

#include "core/aggregation/sample.hpp"
#include "core/base/clock.hpp"

#include "veriload_abi.h"

#include <algorithm>
#include <cstdint>

namespace veriload::aggregation {
class name_table;
}

namespace veriload::users {

/// The endpoint under which a call is reported: the id it brings, else its name, else "<verb>
/// <target>" without the query. Thread: any.
std::uint32_t endpoint_of(const vl_call& call, aggregation::name_table& endpoints);

/// The error class of a failure, from the ABI's status and the native code (errno). Thread: any.
aggregation::error_class class_of(vl_status status, std::int32_t native) noexcept;

/// The sample of a call that ended now with `result`. What the protocol could not time (a call that
/// failed before anything was sent) is filled with `now`, so that every sample has planned <= sent
/// <= done. The sample's text is a view into `reply`. Thread: any.
inline aggregation::sample sample_of_call(const vl_reply& reply, vl_result result, base::ns planned,
                                          base::ns now, std::uint32_t endpoint,
                                          std::uint32_t segment) noexcept {
  aggregation::sample s;
  s.planned = planned;
  s.done = reply.done ? reply.done : now;
  s.sent = reply.sent ? std::min(reply.sent, s.done) : s.done;
  s.first_byte = reply.first_byte;
  s.endpoint = endpoint;
  s.segment = segment;
  s.status_code = reply.code;
  if (result.status < 0) {
    s.failure = class_of(result.status, result.native);
  } else if (reply.flags & VL_REPLY_FAILED) {
    s.failure = aggregation::error_class::status;
  }
  s.reused = (reply.flags & VL_REPLY_REUSED) != 0;
  s.bytes_out = reply.bytes_out;
  s.bytes_in = reply.bytes_in;
  s.dns = reply.dns;
  s.connect = reply.connect;
  s.tls = reply.tls;
  s.error_text = {reply.error.ptr, reply.error.len};
  return s;
}

}  // namespace veriload::users
