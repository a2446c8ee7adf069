#include "core/loop/dialer.hpp"

#include "core/base/host_rules.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <utility>

namespace veriload::loop {
namespace {

// Errors of this machine, not of the way to the other one: no further address is worth a try.
bool out_of_resources(int error) noexcept {
  return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS ||
         error == ENOSPC;
}

}  // namespace

dialer::dialer(const dial_parts& parts) noexcept
    : timer([](timer& t) noexcept { static_cast<dialer&>(t).on_deadline(); }),
      resolution_waiter([](resolution_waiter& w, const resolution& answer) noexcept {
        static_cast<dialer&>(w).take_addresses(answer);
      }),
      connect_waiter{[](connect_waiter& w, int error) noexcept {
        static_cast<dialer&>(w).connect_ended(error);
      }},
      parts_(parts) {}

void dialer::start(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept {
  parts_.ledger.begin<dialing_op>(op, op_kind::dialing).by = this;
  op_ = &op;
  out_ = out;
  deadline_ = dial.deadline;
  port_ = static_cast<std::uint16_t>(dial.port);
  name_allowed_ = parts_.allowed != nullptr;
  attempt_ = nullptr;

  if (deadline_ != 0) parts_.wheel.arm(*this, deadline_);
  resolution answer;
  try {
    if (!parts_.names.resolve({dial.host.ptr, dial.host.len}, base::monotonic_now(), *this, answer))
      return;
  } catch (const std::bad_alloc&) {
    end({VL_E_NOMEM, ENOMEM, 0});
    return;
  }
  take_addresses(answer);
}

void dialer::take_addresses(const resolution& answer) noexcept {
  dns_ = answer.duration;
  if (answer.error != 0) {
    end({VL_E_DNS, answer.error, 0});
    return;
  }
  addresses_.count = 0;
  for (std::size_t i = 0; i < answer.addresses->count; ++i) {
    socket_address address = answer.addresses->items[i];
    if (parts_.allowed != nullptr && !parts_.allowed->address_allowed(address.ip(), name_allowed_))
      continue;
    address.set_port(port_);
    addresses_.add(address);
  }
  if (addresses_.count == 0) {
    end({VL_E_BLOCKED, 0, 0});
    return;
  }
  tried_ = 0;
  last_error_ = 0;
  connect_since_ = base::monotonic_now();
  try_next();
}

void dialer::try_next() noexcept {
  while (tried_ < addresses_.count) {
    const std::size_t left = addresses_.count - tried_;
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
    if (out_of_resources(error)) {
      end({VL_E_NOMEM, error, 0});
      return;
    }
  }
  end({VL_E_CONNECT, last_error_, 0});
}

/// 0 = the connect is under way; else errno.
int dialer::begin_connect(const socket_address& to) noexcept {
  const int socket = ::socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (socket < 0) return errno;
  // A load generator measures: no request waits for the acknowledgement of the one before.
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket, to.data(), to.size()) != 0 && errno != EINPROGRESS) {
    const int error = errno;
    ::close(socket);
    return error;
  }
  // After the connect: an idle socket reports a hang-up of its own.
  attempt_ = parts_.streams.open(socket, *this);
  return attempt_ == nullptr ? ENOMEM : 0;
}

void dialer::connect_ended(int error) noexcept {
  if (error != 0) {
    last_error_ = error;
    drop_attempt();
    try_next();
    return;
  }
  stream& made = *std::exchange(attempt_, nullptr);
  made.dns_ = dns_;
  made.connect_time_ = base::monotonic_now() - connect_since_;
  made.peer_length_ =
      static_cast<std::uint8_t>(addresses_.items[tried_ - 1].write_text(made.peer_));
  *out_ = made.handle();
  end({VL_OK, 0, 0});
}

void dialer::on_deadline() noexcept {
  if (attempt_ != nullptr && tried_ < addresses_.count) {
    last_error_ = ETIMEDOUT;
    drop_attempt();
    try_next();
    return;
  }
  end({VL_E_TIMEOUT, 0, 0});
}

void dialer::drop_attempt() noexcept {
  if (attempt_ != nullptr) parts_.streams.release(*std::exchange(attempt_, nullptr));
}

void dialer::end(vl_result result) noexcept {
  parts_.wheel.disarm(*this);
  parts_.names.forget(*this);
  drop_attempt();
  parts_.ledger.complete_later(*std::exchange(op_, nullptr), result);
  over(over_context, *this);
}

}  // namespace veriload::loop
