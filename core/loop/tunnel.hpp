// How a proxy is asked for a connection, without any socket. Flow: dialer -> [tunnel] -> proxy.
#pragma once

#include "core/loop/proxy.hpp"
#include "core/loop/socket_address.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace veriload::loop {

/// What the tunnel is to lead to: an address, or a name that the proxy resolves.
struct tunnel_target {
  std::string_view host;
  std::optional<socket_address> address;  ///< goes before the name
  std::uint16_t port = 0;
};

/// One request for a tunnel: CONNECT of HTTP/1.1 with basic authentication, or SOCKS 5 (RFC 1928)
/// with user and password (RFC 1929). Told what has come, it says how much of that is its own: what
/// stands behind belongs to whoever uses the tunnel.
class tunnel {
 public:
  enum class step { send, wait, open, failed };

  /// Largest answer that is looked at.
  static constexpr std::size_t answer_room = 16 * 1024;

  /// Starts; `to_send` is the first message. Throws std::bad_alloc.
  void begin(const proxy& through, const tunnel_target& target);

  const std::string& to_send() const noexcept { return message_; }

  /// Looks at the bytes that have come and were not taken yet. `taken` = how many of them are its
  /// own. `send`: a further message is to be sent.
  step look(std::string_view seen, std::size_t& taken);

  /// Why it failed, in words: "proxy 127.0.0.1:3128 answered 403 Forbidden".
  const std::string& problem() const noexcept { return problem_; }

 private:
  enum class state { status_line, method, login, reply };

  step look_at_head(std::string_view seen, std::size_t& taken);
  step look_at_method(std::string_view seen, std::size_t& taken);
  step look_at_login(std::string_view seen, std::size_t& taken);
  step look_at_reply(std::string_view seen, std::size_t& taken);
  step fail(const std::string& text);

  state state_ = state::status_line;
  proxy proxy_;
  std::string message_;
  std::string request_;  // of SOCKS, sent after method and login
  std::string problem_;
};

}  // namespace veriload::loop
