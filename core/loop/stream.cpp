#include "core/loop/stream.hpp"

#include "core/base/assert.hpp"
#include "core/loop/socket_calls.hpp"
#include "core/loop/stream_set.hpp"
#include "core/loop/tls_link.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <span>

namespace veriload::loop {

vl_status broken_status(int error) noexcept {
  return error == ENOMEM || error == ENOBUFS ? VL_E_NOMEM : VL_E_CLOSED;
}

stream::stream(stream_set& home) noexcept
    : timer([](timer& t) noexcept { static_cast<stream&>(t).on_deadline(); }), home_(home) {}

stream::~stream() { forget_peer(); }

void stream::start(int socket, connect_waiter& waiter) noexcept {
  fd_ = socket;
  bits_ = in_use | connecting;
  writes_this_turn_ = 0;
  broken_ = 0;
  reader_ = {};
  bytes_in_ = 0;
  bytes_out_ = 0;
  connect_ = &waiter;
  unsent_.clear();
  dns_ = 0;
  connect_time_ = 0;
  forget_peer();
}

vl_status stream::read_start(const vl_reader& reader) noexcept {
  if (reader.on_data == nullptr) return VL_E_INVALID;
  reader_ = reader;
  put(reading);
  if (is(readable) || is(expired)) continue_later();
  return VL_OK;
}

vl_status stream::read_stop() noexcept {
  drop(reading);
  return VL_OK;
}

void stream::set_deadline(ns when) noexcept {
  drop(expired);
  if (when == 0 || is(ended)) {
    home_.wheel().disarm(*this);
  } else {
    home_.wheel().arm(*this, when);
  }
}

void stream::on_deadline() noexcept {
  if (reader_.on_data == nullptr) {
    put(expired);
    return;
  }
  reader_.on_data(reader_.arg, {VL_E_TIMEOUT, 0, 0}, {nullptr, 0});
}

vl_status stream::info(vl_stream_info& info) const noexcept {
  if (!VL_HAS(&info, vl_stream_info, peer)) return VL_E_INVALID;
  const auto view = [](std::string_view text) { return vl_str{text.data(), text.size()}; };
  const tls_link* const tls = tls_.get();
  info.tls_version = tls == nullptr ? 0 : tls->version();
  info.dns = dns_;
  info.connect = connect_time_;
  info.tls = tls == nullptr ? 0 : tls->handshake_time;
  info.bytes_out = bytes_out_;
  info.bytes_in = bytes_in_;
  info.alpn = tls == nullptr ? vl_str{nullptr, 0} : view(tls->alpn());
  info.peer = view(peer());
  if (VL_HAS(&info, vl_stream_info, flags)) {
    info.cipher = tls == nullptr ? vl_str{nullptr, 0} : view(tls->cipher());
    info.flags = tls != nullptr && tls->resumed() ? VL_STREAM_RESUMED : 0;
  }
  return VL_OK;
}

void stream::close() noexcept {
  VL_ASSERT(is(in_use), "a stream is given back once");
  home_.wheel().disarm(*this);
  if (is(secured)) say_goodbye();
  abandon_ops(VL_E_CANCELED);
  home_.release(*this);
}

void stream::abandon_ops(vl_status status) noexcept {
  for (vl_op** slot : {&write_op_, &finish_op_}) {
    if (*slot == nullptr) continue;
    home_.ledger().complete_later(**slot, {status, 0, 0});
    *slot = nullptr;
  }
}

void stream::on_events(std::uint32_t events) noexcept {
  constexpr std::uint32_t over = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
  if (!is(in_use)) return;
  if ((events & EPOLLOUT) != 0) put(writable);
  if ((events & (EPOLLIN | over)) != 0) put(readable);
  if ((events & over) != 0) put(hung_up);

  if ((bits_ & (connecting | dialing)) != 0) return on_dial_events(events);
  // With TLS more than a write may wait for room: an alert, a close_notify.
  const bool may_wait = write_op_ != nullptr || is(secured);
  if (may_wait && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) flush();
  if (is(in_use) && is(readable) && is(reading)) drain();
}

void stream::continue_later() noexcept {
  if (is(in_backlog)) return;
  put(in_backlog);
  home_.visit_later(*this);
}

void stream::visit() noexcept {
  drop(in_backlog);
  if (!is(in_use) || !is(reading)) return;
  if (is(expired)) {
    drop(expired);
    on_deadline();
  }
  if (is(in_use) && is(readable) && is(reading)) drain();
}

/// False when there is nothing to receive now, or nobody who wants it.
inline bool stream::deliver_received(long received, int error) noexcept {
  if (received < 0 && error == EAGAIN) {
    drop(readable);
    return false;
  }
  if (received <= 0) {
    if (received == 0 && broken_ == 0) {
      tell_end(VL_EOF, 0);
    } else {
      const int native = received < 0 ? error : broken_;
      tell_end(broken_status(native), native);
    }
    return false;
  }
  const auto length = static_cast<std::size_t>(received);
  bytes_in_ += length;
  // A recv that did not fill the buffer has drained the socket, unless an end stands behind the
  // bytes.
  if (length < home_.receive_buffer().size() && !is(hung_up)) drop(readable);
  reader_.on_data(reader_.arg, {VL_OK, 0, 0}, {home_.receive_buffer().data(), length});
  return is(in_use) && is(readable) && is(reading);
}

void stream::drain() noexcept {
  if ((bits_ & (ended | secured)) != 0) {
    if (!is(ended)) drain_sealed();
    return;
  }
  const std::span<std::byte> room = home_.receive_buffer();
  for (int filled = 0; filled < buffers_per_turn;) {
    const ssize_t received = receive_bytes(fd_, room.data(), room.size(), 0);
    if (received < 0 && errno == EINTR) continue;
    if (received == static_cast<ssize_t>(room.size())) ++filled;
    home_.clock().read();
    if (!deliver_received(received, errno)) return;
  }
  continue_later();
}

void stream::tell_end(vl_status status, int native) noexcept {
  drop(readable);
  put(ended);
  home_.wheel().disarm(*this);
  reader_.on_data(reader_.arg, {status, native, 0}, {nullptr, 0});
}

}  // namespace veriload::loop
