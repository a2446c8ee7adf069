// How a call learns that it is to end soon. Flow: host -> [call_stop] -> what the call awaits.
#pragma once

#include "veriload/error.hpp"

#include <veriload_abi.h>

#include <coroutine>
#include <type_traits>
#include <utility>

namespace veriload {
inline namespace v1 {

class stop_hook;

/// Lives as long as its call. What the call awaits with `stoppable` ends early and throws
/// `canceled`; what awaits something else hangs a `stop_hook` in here, or looks at `asked` between
/// its steps. Thread: loop.
class call_stop {
 public:
  call_stop() noexcept = default;
  call_stop(const call_stop&) = delete;
  call_stop& operator=(const call_stop&) = delete;

  bool asked() const noexcept { return asked_; }
  void throw_if_asked() const {
    if (asked_) throw canceled("the call was canceled");
  }

  /// Tells every hook, the newest first. Once.
  void ask() noexcept;

 private:
  friend class stop_hook;

  stop_hook* newest_ = nullptr;
  bool asked_ = false;
};

/// While it lives, `end(arg)` is called when the call is to end. It must not resume the call
/// itself: a cancel of the host's completes later. Nothing is called when that was asked before.
class stop_hook {
 public:
  using end_function = void (*)(void* arg) noexcept;

  stop_hook() noexcept = default;
  stop_hook(call_stop& of, end_function end, void* arg) noexcept { hang(of, end, arg); }
  stop_hook(const stop_hook&) = delete;
  stop_hook& operator=(const stop_hook&) = delete;
  ~stop_hook() { take_out(); }

  /// Into `of`, in which it is not yet.
  void hang(call_stop& of, end_function end, void* arg) noexcept {
    of_ = &of;
    end_ = end;
    arg_ = arg;
    older_ = of.newest_;
    if (older_ != nullptr) older_->newer_ = this;
    of.newest_ = this;
  }

  void take_out() noexcept {
    if (of_ == nullptr) return;
    (newer_ != nullptr ? newer_->older_ : of_->newest_) = older_;
    if (older_ != nullptr) older_->newer_ = newer_;
    of_ = nullptr;
    older_ = newer_ = nullptr;
  }

 private:
  friend class call_stop;

  call_stop* of_ = nullptr;
  end_function end_ = nullptr;
  void* arg_ = nullptr;
  stop_hook* older_ = nullptr;
  stop_hook* newer_ = nullptr;
};

inline void call_stop::ask() noexcept {
  if (std::exchange(asked_, true)) return;
  for (stop_hook* hook = newest_; hook != nullptr;) {
    stop_hook* const next = hook->older_;
    hook->end_(hook->arg_);
    hook = next;
  }
}

/// Awaits one start function of the host as op_awaiter does, and calls `cancel(op)` when the call
/// is to end meanwhile. Throws `canceled` when that was asked before, and when it ended with
/// VL_E_CANCELED because of it.
///
///     vl_result r = co_await stoppable(request.stop(),
///         [&](vl_op* op) { return loops.sleep_until(loop, when, op); },
///         [&](vl_op* op) { loops.cancel(loop, op); });
///
/// `Start` and `Cancel` capture references and plain values only.
template <class Start, class Cancel>
class [[nodiscard]] stoppable : private vl_op {
  static_assert(std::is_trivially_copyable_v<Start> && std::is_trivially_copyable_v<Cancel>,
                "the functions capture references and plain values only");

 public:
  stoppable(call_stop& stop, Start start, Cancel cancel) noexcept
      : vl_op{}, stop_(stop), start_(start), cancel_(cancel), result_{} {}
  stoppable(const stoppable&) = delete;  // the host holds its address
  stoppable& operator=(const stoppable&) = delete;

  bool await_ready() const { return stop_.throw_if_asked(), false; }

  bool await_suspend(std::coroutine_handle<> waiter) {
    this->complete = &completed;
    this->user = this;
    waiter_ = waiter;
    const vl_status status = start_(static_cast<vl_op*>(this));
    if (status != VL_PENDING) {
      result_.status = status;
      return false;
    }
    hook_.hang(stop_, &end, this);
    return true;
  }

  vl_result await_resume() const {
    if (result_.status == VL_E_CANCELED) stop_.throw_if_asked();
    return result_;
  }

 private:
  static void end(void* arg) noexcept {
    auto* const self = static_cast<stoppable*>(arg);
    self->cancel_(static_cast<vl_op*>(self));
  }
  static void completed(vl_op* op, vl_result result) noexcept {
    auto* const self = static_cast<stoppable*>(op->user);
    self->result_ = result;
    self->hook_.take_out();
    self->waiter_.resume();
  }

  call_stop& stop_;
  Start start_;
  Cancel cancel_;
  stop_hook hook_;
  std::coroutine_handle<> waiter_;
  vl_result result_;
};

}  // namespace v1
}  // namespace veriload
