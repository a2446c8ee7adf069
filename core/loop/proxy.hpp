// A proxy that connections can go through. Flow: config, vl_dial -> [proxy] -> dialer, tunnel.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::loop {

enum class proxy_kind : std::uint8_t {
  http,    ///< asked for a tunnel with CONNECT; finds the name itself
  socks5,  ///< given an address: the name is resolved here
  socks5h  ///< given the name
};

struct proxy {
  proxy_kind kind = proxy_kind::http;
  std::string host;  ///< a name or an address, lower case, without brackets
  std::uint16_t port = 0;
  std::string user;      ///< decoded; empty = no login
  std::string password;  ///< decoded; never shown

  /// "127.0.0.1:3128", for messages.
  std::string name() const;
};

/// Reads "http://user:password@host:port", "socks5://..." or "socks5h://...". Throws setup_error
/// with the reason alone and without the URL, which may hold a password.
proxy parse_proxy(std::string_view url);

}  // namespace veriload::loop
