#include "core/loop/poller.hpp"

#include "core/base/setup_error.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

namespace veriload::loop {

poller::poller() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (fd_ < 0) {
    throw setup_error("a worker cannot make its epoll: " + std::generic_category().message(errno));
  }
}

poller::~poller() { ::close(fd_); }

int poller::add(int fd, std::uint32_t events, std::uint64_t tag) noexcept {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  return ::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) == 0 ? 0 : errno;
}

int poller::modify(int fd, std::uint32_t events, std::uint64_t tag) noexcept {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  return ::epoll_ctl(fd_, EPOLL_CTL_MOD, fd, &event) == 0 ? 0 : errno;
}

void poller::remove(int fd) noexcept {
  // Already gone is as good: the owner may have closed the descriptor.
  ::epoll_ctl(fd_, EPOLL_CTL_DEL, fd, nullptr);
}

std::span<const epoll_event> poller::wait(ns timeout) noexcept {
  ++waits_;
  const int room = static_cast<int>(events_.size());
  int found = -1;
  if (has_fine_timeout_ && timeout != 0 && timeout != base::never) {
    const timespec limit{timeout / base::second, timeout % base::second};
    found = ::epoll_pwait2(fd_, events_.data(), room, &limit, nullptr);
    // Old kernels do not have it, and some sandboxes forbid what they do not know.
    if (found < 0 && (errno == ENOSYS || errno == EPERM)) has_fine_timeout_ = false;
  }
  if (found < 0 && !(has_fine_timeout_ && timeout != 0 && timeout != base::never)) {
    const ns up =
        timeout == base::never ? 0 : (timeout + base::millisecond - 1) / base::millisecond;
    const int limit = timeout == base::never ? -1 : static_cast<int>(std::min<ns>(up, INT_MAX));
    found = ::epoll_wait(fd_, events_.data(), room, limit);
  }
  // A signal ends the wait early; the loop comes back by itself.
  return {events_.data(), static_cast<std::size_t>(std::max(found, 0))};
}

}  // namespace veriload::loop
