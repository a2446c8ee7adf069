#include "core/loop/network.hpp"

namespace veriload::loop {

const host_override* network_settings::override_of(std::string_view host) const {
  if (hosts.empty()) return nullptr;
  const auto found = hosts.find(base::normalised_host(host));
  return found == hosts.end() ? nullptr : &found->second;
}

}  // namespace veriload::loop
