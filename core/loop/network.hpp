// Where connections start from and what they go through, for all dials of a run. Flow: config ->
// [network] -> dialer, resolver.
#pragma once

#include "core/base/host_rules.hpp"
#include "core/loop/name_lookup.hpp"
#include "core/loop/proxy.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::loop {

/// What a name stands for instead of what the system says: addresses, or a Unix socket.
struct host_override {
  address_list addresses;
  std::string unix_path;  ///< not empty: a Unix socket, whatever the port
};

/// Immutable while loops run. Thread: read by all.
struct network_settings {
  std::vector<socket_address> sources;  ///< used in turn; empty = the kernel chooses
  std::map<std::string, host_override, std::less<>> hosts;  ///< by base::normalised_host
  std::optional<proxy> through;                             ///< of dials that name none
  std::optional<base::host_rules> direct;  ///< hosts that are reached without `through`

  /// The override of a host as a plugin wrote it, or null.
  const host_override* override_of(std::string_view host) const;
};

}  // namespace veriload::loop
