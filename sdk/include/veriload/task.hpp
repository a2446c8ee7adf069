// The coroutine type: lazy, owns its frame. Flow: user code -> [task] -> spawn.
#pragma once

#include "veriload/error.hpp"
#include "veriload/frame_pool.hpp"

#include <coroutine>
#include <exception>
#include <new>
#include <type_traits>
#include <utility>

namespace veriload {
inline namespace v1 {

template <class T = void>
class task;

/// Told when a task that nobody awaits has ended: the root of a spawned chain, a branch of
/// when_all. The task's frame is suspended for good by then and may be destroyed inside the call.
struct task_listener {
  void (*ended)(task_listener* self) noexcept;
};

namespace detail {

struct promise_base {
  std::coroutine_handle<> waiter;     // resumed at the end; set only once the task has suspended
  task_listener* listener = nullptr;  // or told at the end
  std::exception_ptr failure;

#if VERILOAD_POOLED_FRAMES
  static void* operator new(std::size_t size) { return allocate_frame(size); }
  static void operator delete(void* frame, std::size_t size) noexcept { free_frame(frame, size); }
#endif

  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept {
      const promise_base& ended = self.promise();
      if (ended.waiter) return ended.waiter;
      // The frame may be gone after this call.
      if (ended.listener != nullptr) ended.listener->ended(ended.listener);
      return std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { failure = std::current_exception(); }
};

template <class T>
struct promise : promise_base {
  static_assert(std::is_object_v<T> && !std::is_array_v<T>,
                "task<T>: T is void or an object type; return a pointer instead of a reference");
  union {
    T value;
  };
  bool has_value = false;

  promise() noexcept {}
  promise(const promise&) = delete;
  promise& operator=(const promise&) = delete;
  ~promise() {
    if (has_value) value.~T();
  }
  task<T> get_return_object() noexcept;
  template <class From = T>
  requires std::is_constructible_v<T, From&&>
  void return_value(From&& from) {
    ::new (static_cast<void*>(std::addressof(value))) T(std::forward<From>(from));
    has_value = true;
  }
  T take() { return std::move(value); }
};

template <>
struct promise<void> : promise_base {
  task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const noexcept {}
};

}  // namespace detail

/// A computation that has not started: it runs when it is awaited, and its frame ends with the
/// object.
///
/// `T` is void or any object type, also a move-only one. What the body throws comes out of the
/// `co_await`. Move-only; awaited as an rvalue (`co_await f()`, `co_await std::move(named)`), once.
/// Destroying a task that has not started, or has ended, is fine; one that waits for an operation
/// must not be destroyed.
///
/// The awaited task runs inside the await, and only its end transfers control symmetrically. So a
/// loop over awaits that never suspend does not grow the stack, not even in builds without tail
/// calls.
///
/// Thread: belongs to one loop.
template <class T>
class [[nodiscard]] task {
 public:
  using promise_type = detail::promise<T>;
  using handle = std::coroutine_handle<promise_type>;
  using value_type = T;

  task() noexcept = default;
  explicit task(handle frame) noexcept : frame_(frame) {}
  task(task&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  task& operator=(task&& other) noexcept {
    if (this != &other) {
      if (frame_) frame_.destroy();
      frame_ = std::exchange(other.frame_, {});
    }
    return *this;
  }
  task(const task&) = delete;
  task& operator=(const task&) = delete;
  ~task() {
    if (frame_) frame_.destroy();
  }

  explicit operator bool() const noexcept { return static_cast<bool>(frame_); }

  /// True once the body has ended.
  bool ended() const noexcept { return frame_.done(); }

  /// Runs the body up to its first suspension; true when it ended there. For awaiters and `spawn`.
  /// Throws `error` when there is no body, or it has run before.
  bool start() {
    if (!frame_) throw error("task", "awaited a task that was moved from", VL_E_MISUSE);
    if (frame_.done()) throw error("task", "awaited a task that has ended", VL_E_MISUSE);
    frame_.resume();
    return frame_.done();
  }

  /// Who continues when a started task ends. One of them, after `start` returned false.
  void continue_with(std::coroutine_handle<> waiter) noexcept { frame_.promise().waiter = waiter; }
  void continue_with(task_listener* listener) noexcept { frame_.promise().listener = listener; }

  /// What an ended task threw, or null.
  std::exception_ptr failure() const noexcept { return frame_.promise().failure; }

  /// The result of an ended task; throws what the body threw. Once.
  T take() {
    if (frame_.promise().failure) std::rethrow_exception(frame_.promise().failure);
    return frame_.promise().take();
  }

  class awaiter {
   public:
    explicit awaiter(task& awaited) noexcept : task_(awaited) {}
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) {
      if (task_.start()) return false;
      task_.continue_with(waiter);
      return true;
    }
    T await_resume() { return task_.take(); }

   protected:
    task& task_;
  };

  awaiter operator co_await() && noexcept { return awaiter(*this); }
  void operator co_await() & = delete;  // a task is awaited once: co_await std::move(t)

 private:
  handle frame_;
};

namespace detail {

template <class T>
task<T> promise<T>::get_return_object() noexcept {
  return task<T>(task<T>::handle::from_promise(*this));
}
inline task<void> promise<void>::get_return_object() noexcept {
  return task<void>(task<void>::handle::from_promise(*this));
}

template <class T>
class settle_awaiter : public task<T>::awaiter {
 public:
  using task<T>::awaiter::awaiter;
  std::exception_ptr await_resume() const noexcept { return this->task_.failure(); }
};

}  // namespace detail

/// Awaits a task without letting its exception out: gives the exception, or null. The value stays
/// inside:
///     std::exception_ptr failure = co_await settle(work);
///     if (!failure) use(work.take());
template <class T>
detail::settle_awaiter<T> settle(task<T>& work) noexcept {
  return detail::settle_awaiter<T>(work);
}

}  // namespace v1
}  // namespace veriload
