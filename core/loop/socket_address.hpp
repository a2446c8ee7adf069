// An address that can be dialled. Flow: resolver -> [address] -> dialer, stream.
#pragma once

#include "core/base/host_rules.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace veriload::loop {

/// An IPv4 or IPv6 address with a port, in the kernel's form; 28 bytes.
class socket_address {
 public:
  socket_address() noexcept : v6_{} {}

  /// From a literal: the full dotted form, or the colon form without brackets and with an optional
  /// zone
  /// (`fe80::1%eth0`). The port is 0.
  static std::optional<socket_address> parse(std::string_view literal) noexcept;

  /// From what the system returned; nothing for a family other than IPv4 and IPv6.
  static std::optional<socket_address> from(const sockaddr* address, socklen_t length) noexcept;

  void set_port(std::uint16_t port) noexcept;

  int family() const noexcept { return any_.sa_family; }
  const sockaddr* data() const noexcept { return &any_; }
  socklen_t size() const noexcept;

  /// The address alone, as the allow-list compares it.
  base::ip_address ip() const noexcept;

  /// Room for the longest text, with its end.
  static constexpr std::size_t text_room = 56;

  /// Writes "127.0.0.1:8080" or "[::1]:8080", terminated, and returns its length.
  std::size_t write_text(char (&out)[text_room]) const noexcept;

 private:
  union {
    sockaddr any_;
    sockaddr_in v4_;
    sockaddr_in6 v6_;
  };
};

}  // namespace veriload::loop
