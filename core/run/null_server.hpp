// A target that costs next to nothing, to see what this machine and generator can do. Flow:
// calibration -> [null server].
#pragma once

#include <cstdint>
#include <thread>

namespace veriload::run {

/// Answers every HTTP/1.1 request without a body by 200 and two bytes, on a free port of the IPv4
/// loopback, from a thread of its own. It reads nothing of a request but its end, so it is no
/// server for anybody else. Thread: made and destroyed on one.
class null_server {
 public:
  /// Listens when it returns. Throws setup_error when this machine has no port or descriptor left.
  null_server();

  /// Closes everything and waits for its thread.
  ~null_server();
  null_server(const null_server&) = delete;
  null_server& operator=(const null_server&) = delete;

  std::uint16_t port() const noexcept { return port_; }

 private:
  void serve() noexcept;

  int listener_ = -1;
  int events_ = -1;
  int end_ = -1;  // an eventfd
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace veriload::run
