// How ops come home from other threads: a lock-free stack with one wake-up. Flow: pool, plugins ->
// [loop].
#pragma once

#include "core/loop/op_state.hpp"

#include <atomic>

namespace veriload::loop {

/// Many producers, one consumer. The producer that finds it empty wakes the consumer through an
/// eventfd, so a burst costs one system call. Once closed it stays closed: what was pushed before
/// is handed out by `close`, what comes after is refused, nothing is lost in between.
///
/// The inbox has to outlive every caller of `push`.
class op_inbox {
 public:
  /// Throws setup_error when the process has no descriptor left.
  op_inbox();
  ~op_inbox();
  op_inbox(const op_inbox&) = delete;
  op_inbox& operator=(const op_inbox&) = delete;

  /// Adds an op whose state is a linked_op. False when the inbox is closed; the op is then not
  /// touched any more. Thread: any.
  bool push(vl_op& op) noexcept;

  /// Wakes the consumer without an op. Thread: any, while the inbox is not closed.
  void wake() noexcept;

  /// Everything pushed so far, linked by linked_op::next with the oldest first. Thread: the
  /// consumer.
  vl_op* take_all() noexcept;

  /// As `take_all`, and refuses everything from now on. Thread: the consumer.
  vl_op* close() noexcept;

  /// Becomes readable with each wake-up; watch it edge-triggered, it is never read.
  int wake_descriptor() const noexcept { return wake_fd_; }

 private:
  static vl_op* oldest_first(vl_op* newest) noexcept;

  std::atomic<vl_op*> newest_{nullptr};
  int wake_fd_;
};

}  // namespace veriload::loop
