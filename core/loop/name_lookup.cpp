#include "core/loop/name_lookup.hpp"

#include <netdb.h>

namespace veriload::loop {

int system_name_lookup(const char* name, address_list& out) noexcept {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(name, nullptr, &wanted, &found); error != 0) return error;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (const auto address = socket_address::from(one->ai_addr, one->ai_addrlen)) out.add(*address);
  }
  ::freeaddrinfo(found);
  return out.count == 0 ? EAI_NONAME : 0;
}

}  // namespace veriload::loop
