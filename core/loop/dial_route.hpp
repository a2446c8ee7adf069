// Which way one dial goes, decided before it starts. Flow: vl_dial, network -> [route] -> dialer.
#pragma once

#include "core/loop/network.hpp"
#include "core/loop/socket_address.hpp"
#include "core/loop/tls_context.hpp"

#include "veriload_abi.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::base {
class host_rules;
}

namespace veriload::loop {

/// A checked vl_dial. Views are the caller's and live until the dial completes.
struct dial_route {
  vl_dial dial{};
  std::string_view host;
  std::string_view unix_path;    ///< not empty: instead of host and port
  std::optional<proxy> through;  ///< empty = straight to the host
  std::optional<socket_address> source;
  std::shared_ptr<tls_context> tls;  ///< with the plugin's handle; null = the loop's default, or
                                     ///< no TLS
  bool secure = false;
  std::string refusal;  ///< not empty: the dial is blocked, for this reason

  /// The name that the server's certificate must hold.
  std::string_view server_name() const noexcept;
};

/// Reads and checks `dial`: VL_OK, VL_E_INVALID (the fields), VL_E_BLOCKED (a name that is not
/// allowed; what else is not allowed stands in `refusal`; null rules allow everything). `network`
/// may be null. Throws std::bad_alloc.
vl_status plan_route(const vl_dial& dial, const base::host_rules* allowed,
                     const network_settings* network, dial_route& out);

}  // namespace veriload::loop
