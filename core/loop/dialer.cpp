#include "core/loop/dialer.hpp"

#include "core/base/host_rules.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

namespace veriload::loop {
namespace {

// Errors of this machine, not of the way to the other one: no further address is worth a try.
bool out_of_resources(int error) noexcept {
  return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS ||
         error == ENOSPC;
}

std::string literal_of(socket_address address) {
  address.set_port(0);
  char text[socket_address::text_room];
  std::string out(text, address.write_text(text));
  return out.substr(0, out.rfind(':'));
}

}  // namespace

dialer::dialer(const dial_parts& parts) noexcept
    : timer([](timer& t) noexcept { static_cast<dialer&>(t).on_deadline(); }),
      resolution_waiter([](resolution_waiter& w, const resolution& answer) noexcept {
        static_cast<dialer&>(w).take_addresses(answer);
      }),
      connect_waiter{[](connect_waiter& w, int error) noexcept {
                       static_cast<dialer&>(w).connect_ended(error);
                     },
                     [](connect_waiter& w) noexcept { static_cast<dialer&>(w).go_on(); }},
      parts_(parts) {}

void dialer::start(dial_route route, vl_stream** out, vl_op& op) noexcept {
  parts_.ledger.begin<dialing_op>(op, op_kind::dialing).by = this;
  op_ = &op;
  out_ = out;
  route_ = std::move(route);
  deadline_ = route_.dial.deadline;
  dns_ = 0;
  attempt_ = nullptr;
  target_.reset();
  problem_.clear();

  if (deadline_ != 0) parts_.wheel.arm(*this, deadline_);
  if (!route_.refusal.empty()) return end({VL_E_BLOCKED, 0, 0}, std::move(route_.refusal));
  if (!route_.unix_path.empty()) {
    since_ = base::monotonic_now();
    stage_ = stage::connecting;
    return try_unix();
  }
  if (!route_.through) return look_up(route_.host, stage::name);
  if (parts_.allowed != nullptr && !parts_.allowed->name_allowed(route_.through->host)) {
    return end({VL_E_BLOCKED, 0, 0},
               "proxy " + route_.through->host + " is not in safety.allowed_hosts");
  }
  // What is known here the proxy need not look up, and cannot answer differently.
  const bool here = route_.through->kind == proxy_kind::socks5 ||
                    socket_address::parse(route_.host) ||
                    (parts_.network != nullptr && parts_.network->override_of(route_.host));
  if (here) return look_up(route_.host, stage::target_name);
  look_up(route_.through->host, stage::name);
}

void dialer::look_up(std::string_view host, stage of) noexcept {
  stage_ = of;
  resolution answer;
  try {
    if (!parts_.names.resolve(host, base::monotonic_now(), *this, answer)) return;
  } catch (const std::bad_alloc&) {
    return end({VL_E_NOMEM, ENOMEM, 0});
  }
  take_addresses(answer);
}

void dialer::take_addresses(const resolution& answer) noexcept {
  dns_ += answer.duration;
  const bool of_proxy = route_.through && stage_ == stage::name;
  if (answer.error != 0) {
    return end({VL_E_DNS, answer.error, 0},
               of_proxy ? "no address for the proxy " + route_.through->host : std::string());
  }
  const auto port = of_proxy ? route_.through->port : static_cast<std::uint16_t>(route_.dial.port);
  if (!keep_allowed(*answer.addresses, port)) {
    return end({VL_E_BLOCKED, 0, 0}, of_proxy ? "no address of the proxy " + route_.through->host +
                                                    " is allowed by safety.allowed_hosts"
                                              : std::string());
  }
  if (stage_ == stage::target_name) {
    target_ = addresses_.items[0];
    return look_up(route_.through->host, stage::name);
  }
  stage_ = stage::connecting;
  tried_ = 0;
  last_error_ = 0;
  since_ = base::monotonic_now();
  try_next();
}

/// Fills addresses_; false when none is allowed. The names were checked before.
bool dialer::keep_allowed(const address_list& from, std::uint16_t port) noexcept {
  addresses_.count = 0;
  for (std::size_t i = 0; i < from.count; ++i) {
    socket_address address = from.items[i];
    if (parts_.allowed != nullptr && !parts_.allowed->address_allowed(address.ip(), true)) continue;
    address.set_port(port);
    addresses_.add(address);
  }
  return addresses_.count != 0;
}

void dialer::try_next() noexcept {
  while (tried_ < addresses_.count) {
    const std::size_t left = addresses_.count - tried_;
    problem_.clear();
    const int error = begin_connect(addresses_.items[tried_++]);
    if (error == 0) {
      if (deadline_ != 0) {
        const ns now = base::monotonic_now();
        const ns share = (deadline_ - now) / static_cast<ns>(left);
        parts_.wheel.arm(*this, now + share);
      }
      return;
    }
    last_error_ = error;
    if (out_of_resources(error)) return end({VL_E_NOMEM, error, 0});
  }
  if (problem_.empty() && route_.through) {
    const char* const words = ::strerrordesc_np(last_error_);
    problem_ = "cannot connect to the proxy " + route_.through->name() + ": " +
               (words == nullptr ? "unknown reason" : words);
  }
  end({VL_E_CONNECT, last_error_, 0}, std::move(problem_));
}

void dialer::try_unix() noexcept {
  // A full queue of the listener is the one error of a Unix socket that passes by waiting.
  constexpr ns pause = 2 * base::millisecond;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, route_.unix_path.data(), route_.unix_path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int error = socket < 0 ? errno : 0;
  if (error == 0) error = connect_socket(socket, reinterpret_cast<sockaddr*>(&to), sizeof to);
  if (error == EAGAIN) {
    const ns next = base::monotonic_now() + pause;
    return parts_.wheel.arm(*this, deadline_ == 0 ? next : std::min(next, deadline_));
  }
  if (error == 0) {
    if (deadline_ != 0) parts_.wheel.arm(*this, deadline_);
    return;
  }
  end({out_of_resources(error) ? VL_E_NOMEM : VL_E_CONNECT, error, 0});
}

/// 0 = the connect is under way; else errno.
int dialer::begin_connect(const socket_address& to) noexcept {
  const int socket = ::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (socket < 0) return errno;
  // A load generator measures: no request waits for the acknowledgement of the one before.
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (const int error = bind_source(socket, to.family()); error != 0) {
    ::close(socket);
    return error;
  }
  return connect_socket(socket, to.data(), to.size());
}

/// Takes the socket over in any case.
int dialer::connect_socket(int socket, const sockaddr* to, socklen_t size) noexcept {
  if (::connect(socket, to, size) != 0 && errno != EINPROGRESS) {
    const int error = errno;
    ::close(socket);
    return error;
  }
  // After the connect: an idle socket reports a hang-up of its own.
  attempt_ = parts_.streams.open(socket, *this);
  return attempt_ == nullptr ? ENOMEM : 0;
}

int dialer::bind_source(int socket, int family) noexcept {
  const socket_address* source = route_.source ? &*route_.source : nullptr;
  if (source == nullptr) {
    if (parts_.network == nullptr || parts_.network->sources.empty()) return 0;
    const auto& all = parts_.network->sources;
    for (std::size_t i = 0; i < all.size() && source == nullptr; ++i) {
      const socket_address& next = all[parts_.next_source++ % all.size()];
      if (next.family() == family) source = &next;
    }
  }
  if (source == nullptr || source->family() != family) {
    problem_ = family == AF_INET6 ? "no source address is an IPv6 address"
                                  : "no source address is an IPv4 address";
    return EAFNOSUPPORT;
  }
  // The kernel chooses the port when it knows the peer: one port serves for many peers.
  const int on = 1;
  ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (::bind(socket, source->data(), source->size()) == 0) return 0;
  const int error = errno;
  problem_ = "source address " + literal_of(*source) +
             (error == EADDRNOTAVAIL ? " is not an address of this machine" : " cannot be used");
  return error;
}

void dialer::connect_ended(int error) noexcept {
  if (error == 0) return connected();
  last_error_ = error;
  drop_attempt();
  if (!route_.unix_path.empty()) return end({VL_E_CONNECT, error, 0});
  try_next();
}

void dialer::on_deadline() noexcept {
  const bool too_late = deadline_ != 0 && base::monotonic_now() >= deadline_;
  if (!route_.unix_path.empty() && attempt_ == nullptr && !too_late) return try_unix();
  if (stage_ == stage::connecting && attempt_ != nullptr && tried_ < addresses_.count &&
      route_.unix_path.empty()) {
    last_error_ = ETIMEDOUT;
    drop_attempt();
    return try_next();
  }
  std::string reason;
  if (stage_ == stage::tunnel) {
    reason = "proxy " + route_.through->name() + " did not answer in time";
  } else if (stage_ == stage::handshake) {
    reason = "the TLS handshake was not over in time";
  }
  end({VL_E_TIMEOUT, 0, 0}, std::move(reason));
}

void dialer::drop_attempt() noexcept {
  if (attempt_ != nullptr) parts_.streams.release(*std::exchange(attempt_, nullptr));
}

void dialer::end(vl_result result, std::string reason) noexcept {
  parts_.wheel.disarm(*this);
  parts_.names.forget(*this);
  drop_attempt();
  route_.tls.reset();
  parts_.ledger.complete_later(*std::exchange(op_, nullptr), result, std::move(reason));
  over(over_context, *this);
}

}  // namespace veriload::loop
