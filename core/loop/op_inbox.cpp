#include "core/loop/op_inbox.hpp"

#include "core/base/setup_error.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace veriload::loop {
namespace {

// Stands in the head of a closed inbox; never read.
vl_op closed_mark{};

}  // namespace

op_inbox::op_inbox() : wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (wake_fd_ < 0) {
    throw setup_error("a worker cannot make its eventfd: " +
                      std::generic_category().message(errno));
  }
}

op_inbox::~op_inbox() { ::close(wake_fd_); }

bool op_inbox::push(vl_op& op) noexcept {
  vl_op* head = newest_.load(std::memory_order_relaxed);
  do {
    if (head == &closed_mark) return false;
    state_of<linked_op>(op).next = head;
  } while (!newest_.compare_exchange_weak(head, &op, std::memory_order_release,
                                          std::memory_order_relaxed));
  // From here on the op is the consumer's, and may be gone.
  if (head == nullptr) wake();
  return true;
}

void op_inbox::wake() noexcept {
  // Fails only when the counter is full, and then the descriptor is readable anyway.
  [[maybe_unused]] const int ignored = ::eventfd_write(wake_fd_, 1);
}

vl_op* op_inbox::take_all() noexcept {
  if (newest_.load(std::memory_order_relaxed) == nullptr) return nullptr;
  return oldest_first(newest_.exchange(nullptr, std::memory_order_acquire));
}

vl_op* op_inbox::close() noexcept {
  vl_op* last = newest_.exchange(&closed_mark, std::memory_order_acquire);
  return last == &closed_mark ? nullptr : oldest_first(last);
}

vl_op* op_inbox::oldest_first(vl_op* newest) noexcept {
  vl_op* oldest = nullptr;
  while (newest != nullptr) {
    vl_op* const older = state_of<linked_op>(*newest).next;
    state_of<linked_op>(*newest).next = oldest;
    oldest = newest;
    newest = older;
  }
  return oldest;
}

}  // namespace veriload::loop
