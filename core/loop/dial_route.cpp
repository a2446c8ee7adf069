#include "core/loop/dial_route.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/setup_error.hpp"

#include <sys/un.h>

#include <algorithm>
#include <cstring>

namespace veriload::loop {
namespace {

std::string_view text_of(vl_str s) noexcept {
  return s.len == 0 ? std::string_view() : std::string_view(s.ptr, s.len);
}

bool well_formed(const dial_route& route) {
  if ((route.dial.flags & ~std::uint32_t{VL_DIAL_TLS}) != 0) return false;
  if (!route.unix_path.empty()) {
    // One byte less than the kernel's room: the path is terminated.
    return route.unix_path.size() < sizeof sockaddr_un{}.sun_path &&
           route.unix_path.find('\0') == std::string_view::npos;
  }
  return !route.host.empty() && route.dial.port >= 1 && route.dial.port <= 65535;
}

// A proxy is told the host in a message of its own protocol: nothing but a name or an address may
// stand there.
bool fit_for_proxy(std::string_view host) {
  return base::is_host_name(host) || base::ip_address::parse(host).has_value();
}

vl_status choose_proxy(dial_route& out, const network_settings* network) {
  const std::string_view own = text_of(out.dial.proxy);
  if (!own.empty()) {
    try {
      out.through = parse_proxy(own);
    } catch (const setup_error&) {
      return VL_E_INVALID;
    }
  } else if (network != nullptr && network->through) {
    const bool direct = network->direct && network->direct->name_allowed(out.host);
    if (!direct) out.through = network->through;
  }
  return !out.through || fit_for_proxy(out.host) ? VL_OK : VL_E_INVALID;
}

}  // namespace

std::string_view dial_route::server_name() const noexcept {
  return dial.sni.len != 0 ? text_of(dial.sni) : host;
}

vl_status plan_route(const vl_dial& dial, const base::host_rules* allowed,
                     const network_settings* network, dial_route& out) {
  out = {};
  if (!VL_HAS(&dial, vl_dial, port)) return VL_E_INVALID;
  std::memcpy(&out.dial, &dial, std::min<std::size_t>(dial.struct_size, sizeof out.dial));
  out.host = text_of(dial.host);
  out.unix_path = text_of(dial.unix_path);
  out.secure = (dial.flags & VL_DIAL_TLS) != 0;
  if (out.secure && dial.tls != nullptr) out.tls = dial.tls->context;

  // A name that stands for a Unix socket must be allowed itself, too.
  const bool by_name = out.unix_path.empty();
  if (by_name && network != nullptr) {
    if (const host_override* const instead = network->override_of(out.host))
      out.unix_path = instead->unix_path;
  }
  if (!well_formed(out)) return VL_E_INVALID;
  if (out.secure && out.server_name().empty()) return VL_E_INVALID;
  if (allowed != nullptr) {
    if (by_name && !allowed->name_allowed(out.host)) return VL_E_BLOCKED;
    if (!out.unix_path.empty() && !allowed->unix_allowed(out.unix_path)) {
      out.refusal = "unix:" + std::string(out.unix_path) + " is not in safety.allowed_hosts";
    }
  }
  if (!out.unix_path.empty()) return VL_OK;

  if (const std::string_view source = text_of(dial.source); !source.empty()) {
    out.source = socket_address::parse(source);
    if (!out.source) return VL_E_INVALID;
  }
  return choose_proxy(out, network);
}

}  // namespace veriload::loop
