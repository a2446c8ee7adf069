// The other end of a connection, driven by the test itself. Flow: test -> kernel -> loop.
#pragma once

#include "tests/unit/loop/recorded_op.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace veriload::loop::test {

/// A connected socket of the peer; blocking.
class peer_socket {
 public:
  explicit peer_socket(int fd) : fd_(fd) {}
  peer_socket(peer_socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~peer_socket() { close(); }

  int fd() const { return fd_; }

  void send(std::string_view text) const {
    BOOST_REQUIRE(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(text.size()));
  }

  /// What one recv gives; empty at the end.
  std::string receive() const {
    std::string out(65536, '\0');
    const ssize_t n = ::recv(fd_, out.data(), out.size(), 0);
    out.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
    return out;
  }

  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  /// Closes with a reset.
  void reset() {
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }

 private:
  int fd_;
};

/// A listening socket on a free port of 127.0.0.1.
class listener {
 public:
  explicit listener(int receive_buffer = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer != 0)
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    BOOST_REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    BOOST_REQUIRE(::listen(fd_, 4096) == 0);
    BOOST_REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port_ = ntohs(at.sin_port);
  }
  ~listener() { close(); }
  listener(const listener&) = delete;

  std::uint16_t port() const { return port_; }
  peer_socket accept() const { return peer_socket(::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)); }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

inline vl_dial dial_to(std::uint32_t port, std::string_view host = "127.0.0.1", ns deadline = 0) {
  vl_dial dial{};
  dial.struct_size = sizeof dial;
  dial.host = {host.data(), host.size()};
  dial.port = port;
  dial.deadline = deadline;
  return dial;
}

/// Dials the listener and returns the stream.
inline stream& connect(reactor& loop, const listener& to) {
  recorded_op op;
  vl_stream* made = nullptr;
  const vl_dial dial = dial_to(to.port());
  BOOST_REQUIRE(loop.dial(dial, &made, op) == VL_PENDING);
  run_until(loop, [&] { return op.done(); });
  BOOST_REQUIRE(op.result.status == VL_OK);
  return stream::from(made);
}

/// Keeps what a stream delivers. `each` is called after every delivery.
struct recorded_reader {
  vl_reader reader() {
    return {this, [](void* arg, vl_result r, vl_cbuf bytes) noexcept {
              auto& self = *static_cast<recorded_reader*>(arg);
              ++self.deliveries;
              self.text.append(static_cast<const char*>(bytes.ptr), bytes.len);
              if (r.status == VL_E_TIMEOUT) {
                ++self.timeouts;
              } else if (r.status != VL_OK) {
                ++self.ends;
                self.end = r;
              }
              if (self.each) self.each();
            }};
  }

  std::string text;
  int deliveries = 0;
  int timeouts = 0;
  int ends = 0;
  vl_result end{};
  std::function<void()> each;
};

}  // namespace veriload::loop::test
