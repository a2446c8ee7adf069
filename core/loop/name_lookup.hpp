// The system's own answer to "which addresses has this name". Flow: resolver -> [look-up] ->
// resolver.
#pragma once

#include "core/loop/socket_address.hpp"

#include <array>
#include <cstddef>

namespace veriload::loop {

/// The addresses of one name, in the order in which they are to be tried. What a name has beyond
/// eight is left out: a dial that failed eight times has failed.
struct address_list {
  static constexpr std::size_t room = 8;
  std::array<socket_address, room> items;
  std::size_t count = 0;

  void add(const socket_address& address) noexcept {
    if (count < room) items[count++] = address;
  }
};

/// Fills `out` and returns 0, or returns an EAI code. May block. `name` is terminated. Thread: any.
using name_lookup = int (*)(const char* name, address_list& out) noexcept;

/// getaddrinfo: it honours nsswitch, /etc/hosts and resolv.conf exactly as every other program of
/// the machine does, which an asynchronous DNS library would not.
int system_name_lookup(const char* name, address_list& out) noexcept;

}  // namespace veriload::loop
