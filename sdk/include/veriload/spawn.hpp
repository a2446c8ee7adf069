// Turns a task into the completion of a vl_op. Flow: host -> [spawn] -> task.
#pragma once

#include "veriload/guard.hpp"
#include "veriload/task.hpp"

#include <exception>
#include <utility>

namespace veriload {
inline namespace v1 {

/// Runs one task at a time for the host. Lives inside the object of a user (or session) and does
/// not move, so an iteration allocates nothing but the pooled frame.
///
/// Thread: loop. The owner outlives a pending run.
class task_slot : private task_listener {
 public:
  /// Learns why a run failed, before its status reaches the host. Must not throw.
  using failure_sink = void (*)(void* arg, vl_status status, std::string_view kind,
                                std::string_view message);

  task_slot() noexcept : task_listener{&root_ended} {}
  task_slot(const task_slot&) = delete;
  task_slot& operator=(const task_slot&) = delete;

  /// True from a `spawn` that answered VL_PENDING until `complete` is called.
  bool busy() const noexcept { return op_ != nullptr; }

 private:
  template <class Make>
  friend vl_status spawn(task_slot& slot, vl_op* op, failure_sink sink, void* arg,
                         Make&& make) noexcept;

  static void root_ended(task_listener* listener) noexcept {
    auto* slot = static_cast<task_slot*>(listener);
    vl_op* op = std::exchange(slot->op_, nullptr);
    // The owner may be destroyed inside `complete`: nothing of the slot is touched after it.
    const vl_result result{slot->settle(slot->root_.failure()), 0, 0};
    op->complete(op, result);
  }

  vl_status settle(const std::exception_ptr& failure) noexcept {
    vl_status outcome = VL_OK;
    if (failure) {
      tell_exception(failure,
                     [&](vl_status status, std::string_view kind, std::string_view message) {
                       outcome = status;
                       sink_(arg_, status, kind, message);
                     });
    }
    root_ = {};
    return outcome;
  }

  task<> root_;
  vl_op* op_ = nullptr;
  failure_sink sink_ = nullptr;
  void* arg_ = nullptr;
};

/// Starts the task that `make()` gives. Answers as every start function does: VL_PENDING and one
/// `complete` later, or VL_OK or a negative status at once. An exception of the task is its status;
/// `sink` is told the reason. One task at a time: VL_E_MISUSE while the slot is busy.
template <class Make>
vl_status spawn(task_slot& slot, vl_op* op, task_slot::failure_sink sink, void* arg,
                Make&& make) noexcept {
  if (slot.busy()) return VL_E_MISUSE;
  slot.sink_ = sink;
  slot.arg_ = arg;
  bool ended = false;
  const std::exception_ptr unstarted = failure_of([&] {
    slot.root_ = make();
    ended = slot.root_.start();
  });
  if (unstarted) return slot.settle(unstarted);
  if (ended) return slot.settle(slot.root_.failure());
  slot.op_ = op;
  slot.root_.continue_with(&slot);
  return VL_PENDING;
}

}  // namespace v1
}  // namespace veriload
