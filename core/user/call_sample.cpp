#include "core/user/call_sample.hpp"

#include "core/aggregation/name_table.hpp"
#include "core/host/services.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace veriload::users {

namespace {

// "<verb> <target>" for a call without a name. Such names are short; what is longer is cut by the
// table anyway.
[[gnu::noinline]] std::uint32_t unnamed_endpoint(const vl_call& call,
                                                 aggregation::name_table& endpoints) {
  char text[aggregation::name_table::longest_name + 1];
  const std::size_t verb = std::min(call.verb.len, sizeof text - 1);
  if (verb > 0) std::memcpy(text, call.verb.ptr, verb);
  text[verb] = ' ';
  // Without the query, which varies from call to call and would make each an endpoint of its own.
  const std::string_view path =
      host::text_of(call.target).substr(0, host::text_of(call.target).find('?'));
  const std::size_t target = std::min(path.size(), sizeof text - verb - 1);
  if (target > 0) std::memcpy(text + verb + 1, path.data(), target);
  return endpoints.intern({text, verb + 1 + target});
}

}  // namespace

std::uint32_t endpoint_of(const vl_call& call, aggregation::name_table& endpoints) {
  if (VL_HAS(&call, vl_call, endpoint) && call.endpoint != 0) {
    // An id that this run gave; any other one is as good as none.
    const std::uint32_t id = call.endpoint - 1;
    if (id < endpoints.size() || id == endpoints.other()) return id;
  }
  if (call.name.len > 0) return endpoints.intern(host::text_of(call.name));
  return unnamed_endpoint(call, endpoints);
}

aggregation::error_class class_of(vl_status status, std::int32_t native) noexcept {
  using aggregation::error_class;
  switch (status) {
    case VL_E_DNS:
      return error_class::dns;
    case VL_E_CONNECT:
      if (native == EADDRNOTAVAIL) return error_class::machine;
      return native == ECONNREFUSED ? error_class::refused : error_class::connect;
    case VL_E_NOMEM:  // without a number it is a limit of the plugin's own
      return native != 0 ? error_class::machine : error_class::other;
    case VL_E_CLOSED:
      return native == ECONNRESET ? error_class::reset : error_class::closed;
    case VL_E_TLS:
      return error_class::tls;
    case VL_E_TIMEOUT:
      return error_class::timeout;
    case VL_E_PROTOCOL:
      return error_class::protocol;
    case VL_E_CANCELED:
    case VL_E_SHUTDOWN:
      return error_class::canceled;
    case VL_E_STATUS:
      return error_class::status;
    case VL_E_BLOCKED:
      return error_class::blocked;
    default:
      return status < 0 ? error_class::other : error_class::none;
  }
}

}  // namespace veriload::users
