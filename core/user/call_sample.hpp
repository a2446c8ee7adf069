// A finished call as a sample. Flow: protocol plugin -> [sample] -> aggregation.
#pragma once

#include "core/aggregation/sample.hpp"
#include "core/base/clock.hpp"

#include "veriload_abi.h"

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
aggregation::sample sample_of_call(const vl_reply& reply, vl_result result, base::ns planned,
                                   base::ns now, std::uint32_t endpoint,
                                   std::uint32_t segment) noexcept;

}  // namespace veriload::users
