// veriload.safety/1: the allow-list for libraries that open their own sockets.
#include "core/host/context.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"

#include <string>

namespace veriload::host {
namespace {

vl_status refuse(vl_error* error, std::string_view what) noexcept {
  write_error(error, VL_E_BLOCKED, std::string(what) + " is not in safety.allowed_hosts");
  return VL_E_BLOCKED;
}

vl_status allow_host(const vl_host* host, vl_str name, vl_error* error) noexcept {
  const base::host_rules* rules = plugin::of(host).context().allowed_hosts;
  if (rules && rules->name_allowed(text_of(name))) return VL_OK;
  return refuse(error, text_of(name));
}

vl_status allow_address(const vl_host* host, vl_str literal, vl_error* error) noexcept {
  const base::host_rules* rules = plugin::of(host).context().allowed_hosts;
  const auto address = base::ip_address::parse(text_of(literal));
  if (!address) {
    write_error(error, VL_E_INVALID, "not an address: " + std::string(text_of(literal)));
    return VL_E_INVALID;
  }
  if (rules && rules->address_allowed(*address, true)) return VL_OK;
  return refuse(error, text_of(literal));
}

}  // namespace

const vl_safety_v1 safety_service = {sizeof(vl_safety_v1), 0, allow_host, allow_address};

}  // namespace veriload::host
