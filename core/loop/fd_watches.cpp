#include "core/loop/fd_watches.hpp"

#include <cerrno>
#include <new>
#include <utility>

namespace veriload::loop {
namespace {

std::uint64_t tag_of(int fd, std::uint32_t generation) noexcept {
  return std::uint64_t{generation} << 32 | static_cast<std::uint64_t>(fd) << 1 | 1;
}

}  // namespace

vl_status fd_watches::start(int fd, std::uint32_t events, vl_op& op) noexcept {
  constexpr std::uint32_t known = VL_FD_READ | VL_FD_WRITE;
  if (fd < 0 || events == 0 || (events & ~known) != 0) return VL_E_INVALID;
  const auto index = static_cast<std::size_t>(fd);
  if (index >= by_fd_.size()) {
    try {
      by_fd_.resize(index + 64);
    } catch (const std::bad_alloc&) {
      return VL_E_NOMEM;
    }
  }
  watch& of = by_fd_[index];
  const bool wants_read = (events & VL_FD_READ) != 0;
  const bool wants_write = (events & VL_FD_WRITE) != 0;
  if ((wants_read && of.read != nullptr) || (wants_write && of.write != nullptr))
    return VL_E_MISUSE;

  if (wants_read) of.read = &op;
  if (wants_write) of.write = &op;
  if (const int error = arm(fd, of); error != 0) {
    if (wants_read) of.read = nullptr;
    if (wants_write) of.write = nullptr;
    return error == ENOMEM || error == ENOSPC ? VL_E_NOMEM : VL_E_INVALID;
  }
  watching_op& state = ledger_.begin<watching_op>(op, op_kind::watching);
  state.fd = fd;
  state.events = events;
  return VL_PENDING;
}

int fd_watches::arm(int fd, watch& of) noexcept {
  std::uint32_t events = EPOLLONESHOT;
  if (of.read != nullptr) events |= EPOLLIN | EPOLLRDHUP;
  if (of.write != nullptr) events |= EPOLLOUT;
  const std::uint64_t tag = tag_of(fd, ++of.generation);
  const int error = io_.modify(fd, events, tag);
  // Not registered yet, or closed by its owner and opened again under the same number.
  return error == ENOENT ? io_.add(fd, events, tag) : error;
}

void fd_watches::drop(int fd, watch& of, vl_op& op) noexcept {
  if (of.read == &op) of.read = nullptr;
  if (of.write == &op) of.write = nullptr;
  if (of.read == nullptr && of.write == nullptr) {
    // Not only disarmed: a disarmed registration still reports a hang-up.
    ++of.generation;
    io_.remove(fd);
  } else {
    arm(fd, of);
  }
}

void fd_watches::cancel(vl_op& op) noexcept {
  const int fd = state_of<watching_op>(op).fd;
  drop(fd, by_fd_[static_cast<std::size_t>(fd)], op);
  ledger_.complete_later(op, {VL_E_CANCELED, 0, 0});
}

void fd_watches::dispatch(std::uint64_t tag, std::uint32_t events) noexcept {
  const auto fd = static_cast<std::uint32_t>(tag) >> 1;
  watch& of = by_fd_[fd];
  if (of.generation != static_cast<std::uint32_t>(tag >> 32)) return;

  constexpr std::uint32_t broken = EPOLLERR | EPOLLHUP;
  vl_op* readable = (events & (EPOLLIN | EPOLLRDHUP | broken)) != 0 ? of.read : nullptr;
  vl_op* writable = (events & (EPOLLOUT | broken)) != 0 ? of.write : nullptr;
  if (readable != nullptr) of.read = nullptr;
  if (writable != nullptr) of.write = nullptr;
  // An op that waits for both directions ends with the first.
  if (readable != nullptr && of.write == readable) of.write = nullptr;
  if (writable != nullptr && of.read == writable) of.read = nullptr;
  // The kernel disarmed both directions, and one may still be waited for. Before the ops complete:
  // their owners may close the descriptor. What cannot be waited for any more counts as ready.
  if ((of.read != nullptr || of.write != nullptr) && arm(static_cast<int>(fd), of) != 0) {
    if (of.read != nullptr) readable = std::exchange(of.read, nullptr);
    if (of.write != nullptr) writable = std::exchange(of.write, nullptr);
  }

  if (readable != nullptr) {
    const std::uint64_t ready = VL_FD_READ | (readable == writable ? VL_FD_WRITE : 0);
    ledger_.complete_later(*readable, {VL_OK, 0, ready});
  }
  if (writable != nullptr && writable != readable)
    ledger_.complete_later(*writable, {VL_OK, 0, VL_FD_WRITE});
}

void fd_watches::end() noexcept {
  for (std::size_t fd = 0; fd < by_fd_.size(); ++fd) {
    watch& of = by_fd_[fd];
    while (of.read != nullptr || of.write != nullptr) {
      vl_op& op = of.read != nullptr ? *of.read : *of.write;
      drop(static_cast<int>(fd), of, op);
      ledger_.complete_later(op, {VL_E_SHUTDOWN, 0, 0});
    }
  }
}

}  // namespace veriload::loop
