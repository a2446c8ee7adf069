// The epoll instance of one loop. Flow: sockets, descriptors -> [loop].
#pragma once

#include "core/base/clock.hpp"

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <span>

namespace veriload::loop {

using base::ns;

/// Waits for descriptors with nanosecond timeouts where the kernel has them (epoll_pwait2,
/// Linux 5.11), else rounded up to milliseconds. Thread: the loop.
class poller {
 public:
  /// Throws setup_error when the process has no descriptor left.
  poller();
  ~poller();
  poller(const poller&) = delete;
  poller& operator=(const poller&) = delete;

  /// epoll_ctl with the given events and tag; 0 or errno.
  int add(int fd, std::uint32_t events, std::uint64_t tag) noexcept;
  int modify(int fd, std::uint32_t events, std::uint64_t tag) noexcept;
  void remove(int fd) noexcept;

  /// The events that are there, at most 512, after `timeout` at the latest; `base::never` waits
  /// without end. The view is valid until the next call.
  std::span<const epoll_event> wait(ns timeout) noexcept;

  std::uint64_t waits() const noexcept { return waits_; }

 private:
  int fd_;
  bool has_fine_timeout_ = true;
  std::uint64_t waits_ = 0;
  std::array<epoll_event, 512> events_;
};

}  // namespace veriload::loop
