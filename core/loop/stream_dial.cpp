// What the dialer does with a stream before it is its owner's: tunnel and handshake.
#include "core/loop/stream.hpp"
#include "core/loop/stream_set.hpp"
#include "core/loop/tls_link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

namespace veriload::loop {

void stream::on_dial_events(std::uint32_t events) noexcept {
  if (!is(connecting)) return connect_->progress(*connect_);
  if ((events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) == 0) return;
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  drop(connecting);
  connect_->ended(*connect_, error);
}

bool stream::set_peer(std::string_view text) noexcept {
  forget_peer();
  if (text.size() > std::numeric_limits<std::uint8_t>::max()) return false;
  char* into = peer_;
  if (text.size() > sizeof peer_) {
    into = new (std::nothrow) char[text.size()];
    if (into == nullptr) return false;
    long_peer_ = into;
  }
  std::memcpy(into, text.data(), text.size());
  peer_length_ = static_cast<std::uint8_t>(text.size());
  return true;
}

std::string_view stream::peer() const noexcept {
  return {peer_length_ > sizeof peer_ ? long_peer_ : peer_, peer_length_};
}

void stream::forget_peer() noexcept {
  if (peer_length_ > sizeof peer_) delete[] long_peer_;
  peer_length_ = 0;
}

/// For a few hundred bytes, which a fresh connection always has room for; else VL_E_CONNECT.
vl_status stream::send_whole(std::string_view bytes) noexcept {
  ssize_t taken;
  do {
    taken = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (taken < 0 && errno == EINTR);
  if (taken > 0) bytes_out_ += static_cast<std::uint64_t>(taken);
  if (taken == static_cast<ssize_t>(bytes.size())) return VL_OK;
  broken_ = taken < 0 ? errno : ENOBUFS;
  return VL_E_CONNECT;
}

/// What has come, without taking it: what stands behind the tunnel's answer is the owner's.
/// VL_PENDING = nothing, VL_EOF, or VL_E_CLOSED with the errno in broken_.
vl_status stream::peek(std::span<char> room, std::size_t& size) noexcept {
  ssize_t seen;
  do {
    seen = ::recv(fd_, room.data(), room.size(), MSG_PEEK | MSG_DONTWAIT);
  } while (seen < 0 && errno == EINTR);
  size = seen > 0 ? static_cast<std::size_t>(seen) : 0;
  if (seen > 0) return VL_OK;
  if (seen == 0) return VL_EOF;
  if (errno == EAGAIN) return VL_PENDING;
  broken_ = errno;
  return VL_E_CLOSED;
}

/// Takes bytes that `peek` has shown.
bool stream::skip(std::size_t size) noexcept {
  const std::span<std::byte> room = home_.receive_buffer();
  while (size != 0) {
    const ssize_t taken = ::recv(fd_, room.data(), std::min(size, room.size()), MSG_DONTWAIT);
    if (taken < 0 && errno == EINTR) continue;
    if (taken <= 0) return false;
    bytes_in_ += static_cast<std::uint64_t>(taken);
    size -= static_cast<std::size_t>(taken);
  }
  return true;
}

void stream::secure(std::unique_ptr<tls_link> tls) noexcept {
  tls_ = std::move(tls);
  put(secured);
}

/// Goes on with the handshake as far as the bytes reach. VL_OK, VL_PENDING, or the failure with its
/// words in `problem`.
vl_status stream::shake_hands(std::string& problem) noexcept {
  const std::span<std::byte> room = home_.receive_buffer();
  std::span<const std::byte> received;
  while (true) {
    const tls_step step = tls_->shake_hands(received);
    // Also after a failure: the alert tells the peer why.
    const vl_status pushed = push_sealed();
    if (step == tls_step::failed || step == tls_step::ended) {
      problem = step == tls_step::ended ? "the peer ended the connection during the TLS handshake"
                                        : tls_->problem();
      return VL_E_TLS;
    }
    if (pushed < 0) return pushed == VL_E_NOMEM ? pushed : vl_status{VL_E_TLS};
    if (step == tls_step::done) {
      if (received.empty()) return VL_OK;
      put(readable);
      return tls_->hold_input(received) ? vl_status{VL_OK} : vl_status{VL_E_NOMEM};
    }
    if (!is(readable)) return VL_PENDING;
    ssize_t length;
    do {
      length = ::recv(fd_, room.data(), room.size(), MSG_DONTWAIT);
    } while (length < 0 && errno == EINTR);
    if (length < 0 && errno == EAGAIN) {
      drop(readable);
      return VL_PENDING;
    }
    if (length <= 0) {
      broken_ = length < 0 ? errno : 0;
      problem = length == 0 ? "the peer closed the connection during the TLS handshake"
                            : "the connection broke during the TLS handshake";
      return VL_E_TLS;
    }
    bytes_in_ += static_cast<std::uint64_t>(length);
    received = room.first(static_cast<std::size_t>(length));
  }
}

}  // namespace veriload::loop
