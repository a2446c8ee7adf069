// One dial: names, allow-list, addresses in order, connect, tunnel, handshake. Flow: plugin ->
// [dialer] -> stream.
#pragma once

#include "core/loop/dial_route.hpp"
#include "core/loop/op_ledger.hpp"
#include "core/loop/resolver.hpp"
#include "core/loop/stream_set.hpp"
#include "core/loop/tls_contexts.hpp"
#include "core/loop/tunnel.hpp"

#include <string>

namespace veriload::base {
class host_rules;
}

namespace veriload::loop {

/// What every dial of a loop works with.
struct dial_parts {
  op_ledger& ledger;
  timing_wheel& wheel;
  stream_set& streams;
  resolver& names;
  tls_contexts& tls;
  const base::host_rules* allowed;  ///< null = everything
  const network_settings* network;  ///< null = no overrides, proxies and source addresses
  std::size_t& next_source;         ///< of network->sources
};

/// Tries the allowed addresses of a host one after the other; each has an equal share of the time
/// that is left. A socket for an address that is not allowed is never made. Through a proxy the
/// addresses are those of the proxy; what the target's name leads to is checked here only when it
/// is resolved here (socks5, or an override). Thread: the loop.
class dialer final : private timer, private resolution_waiter, private connect_waiter {
 public:
  explicit dialer(const dial_parts& parts) noexcept;

  /// Starts; the op is pending from here on.
  void start(dial_route route, vl_stream** out, vl_op& op) noexcept;

  /// Ends a dial that is under way.
  void abandon(vl_status status) noexcept { end({status, 0, 0}); }

  bool busy() const noexcept { return op_ != nullptr; }

  dialer* next_free = nullptr;  ///< for `dials`

  /// Told when the dial is over and this object can be used again.
  void (*over)(void* context, dialer& which) noexcept = nullptr;
  void* over_context = nullptr;

 private:
  enum class stage : std::uint8_t { target_name, name, connecting, tunnel, handshake };

  // dialer.cpp: to a connected socket
  void look_up(std::string_view host, stage of) noexcept;
  void take_addresses(const resolution& answer) noexcept;
  bool keep_allowed(const address_list& from, std::uint16_t port) noexcept;
  void try_next() noexcept;
  void try_unix() noexcept;
  int begin_connect(const socket_address& to) noexcept;
  int bind_source(int socket, int family) noexcept;
  int connect_socket(int socket, const sockaddr* to, socklen_t size) noexcept;
  void connect_ended(int error) noexcept;
  void on_deadline() noexcept;

  // dialer_layers.cpp: from there to a stream that can be used
  void connected() noexcept;
  void begin_tunnel() noexcept;
  void go_on() noexcept;
  void go_on_with_tunnel() noexcept;
  void begin_handshake() noexcept;
  void go_on_with_handshake() noexcept;
  void hand_over() noexcept;

  void end(vl_result result, std::string reason = {}) noexcept;
  void drop_attempt() noexcept;

  const dial_parts& parts_;
  dial_route route_;
  vl_op* op_ = nullptr;
  vl_stream** out_ = nullptr;
  ns deadline_ = 0;
  ns dns_ = 0;
  ns since_ = 0;  // of the connect, later of the handshake
  stream* attempt_ = nullptr;
  std::size_t tried_ = 0;
  int last_error_ = 0;
  std::string problem_;  // in words, of the last attempt
  stage stage_ = stage::name;
  address_list addresses_;
  std::optional<socket_address> target_;  // of a tunnel, when it is known here
  tunnel tunnel_;
};

}  // namespace veriload::loop
