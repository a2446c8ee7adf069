#include "core/loop/socket_address.hpp"

#include <arpa/inet.h>
#include <net/if.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace veriload::loop {

std::optional<socket_address> socket_address::parse(std::string_view literal) noexcept {
  const std::size_t percent = literal.find('%');
  const std::string_view digits = literal.substr(0, percent);
  char text[INET6_ADDRSTRLEN];
  if (digits.empty() || digits.size() >= sizeof text) return std::nullopt;
  text[digits.copy(text, sizeof text - 1)] = '\0';

  socket_address out;
  if (percent == std::string_view::npos && ::inet_pton(AF_INET, text, &out.v4_.sin_addr) == 1) {
    out.v4_.sin_family = AF_INET;
    return out;
  }
  out.v6_ = {};
  if (::inet_pton(AF_INET6, text, &out.v6_.sin6_addr) != 1) return std::nullopt;
  out.v6_.sin6_family = AF_INET6;
  if (percent != std::string_view::npos) {
    const std::string_view zone = literal.substr(percent + 1);
    char name[IF_NAMESIZE];
    if (zone.empty() || zone.size() >= sizeof name) return std::nullopt;
    name[zone.copy(name, sizeof name - 1)] = '\0';
    out.v6_.sin6_scope_id = ::if_nametoindex(name);
    if (out.v6_.sin6_scope_id == 0) return std::nullopt;
  }
  return out;
}

std::optional<socket_address> socket_address::from(const sockaddr* address,
                                                   socklen_t length) noexcept {
  socket_address out;
  const bool v4 = address->sa_family == AF_INET && length >= sizeof out.v4_;
  const bool v6 = address->sa_family == AF_INET6 && length >= sizeof out.v6_;
  if (!v4 && !v6) return std::nullopt;
  std::memcpy(&out.v6_, address, v4 ? sizeof out.v4_ : sizeof out.v6_);
  return out;
}

void socket_address::set_port(std::uint16_t port) noexcept {
  (family() == AF_INET ? v4_.sin_port : v6_.sin6_port) = htons(port);
}

socklen_t socket_address::size() const noexcept {
  return family() == AF_INET ? sizeof v4_ : sizeof v6_;
}

base::ip_address socket_address::ip() const noexcept {
  base::ip_address out;
  if (family() == AF_INET) {
    out.kind = base::ip_address::family::v4;
    std::memcpy(out.bytes.data(), &v4_.sin_addr, sizeof v4_.sin_addr);
  } else {
    out.kind = base::ip_address::family::v6;
    std::memcpy(out.bytes.data(), &v6_.sin6_addr, sizeof v6_.sin6_addr);
  }
  return out;
}

std::size_t socket_address::write_text(char (&out)[text_room]) const noexcept {
  char host[INET6_ADDRSTRLEN] = "";
  int length;
  if (family() == AF_INET) {
    ::inet_ntop(AF_INET, &v4_.sin_addr, host, sizeof host);
    length = std::snprintf(out, text_room, "%s:%u", host, unsigned{ntohs(v4_.sin_port)});
  } else {
    ::inet_ntop(AF_INET6, &v6_.sin6_addr, host, sizeof host);
    length = std::snprintf(out, text_room, "[%s]:%u", host, unsigned{ntohs(v6_.sin6_port)});
  }
  return static_cast<std::size_t>(std::clamp(length, 0, static_cast<int>(text_room) - 1));
}

}  // namespace veriload::loop
