#include "core/run/network_of.hpp"

#include "core/base/setup_error.hpp"

#include <string_view>

namespace veriload::run {

loop::network_settings network_of(const config::network_plan& plan) {
  constexpr std::string_view socket = "unix:";
  loop::network_settings out;
  for (const std::string& text : plan.source_addresses) {
    const auto address = loop::socket_address::parse(text);
    // A zone that is no interface of this machine passes the check of the text.
    if (!address) throw setup_error("network.source_addresses: " + text + " cannot be used here");
    out.sources.push_back(*address);
  }
  for (const auto& [name, addresses] : plan.hosts) {
    loop::host_override& entry = out.hosts[base::normalised_host(name)];
    for (const std::string& text : addresses) {
      const auto address = loop::socket_address::parse(text);
      if (address) entry.addresses.add(*address);
      if (text.starts_with(socket)) entry.unix_path = text.substr(socket.size());
    }
  }
  if (plan.proxy) {
    try {
      out.through = loop::parse_proxy(*plan.proxy);
    } catch (const setup_error& error) {
      throw setup_error(std::string("network.proxy ") + error.what());
    }
  }
  if (!plan.no_proxy.empty()) out.direct.emplace(plan.no_proxy);
  return out;
}

}  // namespace veriload::run
