// The threads that run what may block, shared by all loops. Flow: user, resolver -> [pool] -> loop.
#pragma once

#include "core/loop/op_inbox.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace veriload::loop {

/// A bounded set of threads, started when work waits and no thread is idle, and a queue linked
/// through the ops themselves. A work whose thread is done goes home through the inbox that it came
/// with; every inbox has to outlive the works that name it.
///
/// Thread: any, except that construction and destruction are one thread's.
class offload_pool {
 public:
  static constexpr std::size_t default_threads = 4;

  /// Starts nothing yet. `max_threads` of at least 1.
  explicit offload_pool(std::size_t max_threads = default_threads);

  /// As `shut_down`.
  ~offload_pool();
  offload_pool(const offload_pool&) = delete;
  offload_pool& operator=(const offload_pool&) = delete;

  /// Queues an op whose linked_op has `work` and `home`. VL_PENDING; VL_E_SHUTDOWN after
  /// `shut_down`; VL_E_NOMEM when not even one thread can be started. Only VL_PENDING takes the op.
  vl_status submit(vl_op& op) noexcept;

  /// Takes a work out that no thread has started; false when it is running or done, and then it
  /// comes home.
  bool withdraw(vl_op& op) noexcept;

  /// Takes out all works of one loop that no thread has started, linked by linked_op::next.
  vl_op* withdraw_all(const op_inbox& home) noexcept;

  /// Returns once no thread is busy with a work of this loop, not even with waking it after its
  /// result was handed over; from then on the inbox may go away.
  void leave(const op_inbox& home) noexcept;

  /// Sends the waiting works home with VL_E_SHUTDOWN, lets the running ones finish, and ends the
  /// threads.
  void shut_down() noexcept;

  /// Threads started so far.
  std::size_t threads() const noexcept;

 private:
  void serve(std::size_t seat) noexcept;
  void append(vl_op& op) noexcept;
  void unlink(vl_op& op) noexcept;

  const std::size_t max_threads_;
  mutable std::mutex lock_;
  std::condition_variable work_waits_;
  vl_op* oldest_ = nullptr;
  vl_op* newest_ = nullptr;
  std::size_t waiting_ = 0;
  std::size_t idle_ = 0;
  bool closed_ = false;
  std::vector<std::thread> threads_;
  std::vector<const op_inbox*> serving_;  // by seat: whose work the thread has, or null
  std::condition_variable seat_left_;
};

}  // namespace veriload::loop
