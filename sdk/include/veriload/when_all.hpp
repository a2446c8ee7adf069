// Several tasks of one user at the same time. Flow: user code -> [when_all] -> task.
#pragma once

#include "veriload/task.hpp"

#include <coroutine>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

namespace veriload {
inline namespace v1 {
namespace detail {

/// Counts the branches that are still running and resumes the waiter after the last.
class join : private task_listener {
 public:
  join() noexcept : task_listener{&branch_ended} {}
  join(const join&) = delete;
  join& operator=(const join&) = delete;

  template <class T>
  void start(task<T>& branch) {
    if (branch.start()) return;
    ++running_;
    branch.continue_with(static_cast<task_listener*>(this));
  }

  bool await_ready() const noexcept { return running_ == 0; }
  void await_suspend(std::coroutine_handle<> waiter) noexcept { waiter_ = waiter; }
  void await_resume() const noexcept {}

 private:
  static void branch_ended(task_listener* self) noexcept {
    auto* all = static_cast<join*>(self);
    if (--all->running_ == 0) all->waiter_.resume();
  }

  std::coroutine_handle<> waiter_;
  std::size_t running_ = 0;
};

inline void keep_first(std::exception_ptr& kept, std::exception_ptr failure) noexcept {
  if (!kept) kept = std::move(failure);
}

/// Every branch is run to its end, whatever the others do: nothing may stay pending behind a
/// failure.
template <class... Ts>
std::exception_ptr start_all(join& all, task<Ts>&... branches) {
  std::exception_ptr failed;
  const auto start = [&](auto& branch) {
    try {
      all.start(branch);
    } catch (const error&) {  // an empty task
      keep_first(failed, std::current_exception());
    }
  };
  (start(branches), ...);
  return failed;
}

}  // namespace detail

/// Runs the tasks side by side and ends when all have ended. Then throws what the first of them, in
/// the order given, has thrown.
///     co_await when_all(fetch_cart(), fetch_prices());
template <class... Tasks>
requires(sizeof...(Tasks) > 0 &&
         (std::is_same_v<Tasks, task<void>> && ...)) task<void> when_all(Tasks... branches) {
  detail::join all;
  std::exception_ptr failed = detail::start_all(all, branches...);
  co_await all;
  if (!failed) (detail::keep_first(failed, branches.failure()), ...);
  if (failed) std::rethrow_exception(failed);
}

/// The same for tasks with values, which come as a tuple in the order given.
///     auto both = co_await when_all(count_items(), load_name());  // std::tuple<int, std::string>
template <class... Ts>
requires(sizeof...(Ts) > 0 &&
         (!std::is_void_v<Ts> && ...)) task<std::tuple<Ts...>> when_all(task<Ts>... branches) {
  detail::join all;
  std::exception_ptr failed = detail::start_all(all, branches...);
  co_await all;
  if (!failed) (detail::keep_first(failed, branches.failure()), ...);
  if (failed) std::rethrow_exception(failed);
  co_return std::tuple<Ts...>(branches.take()...);
}

/// The same for any number of tasks.
inline task<void> when_all(std::vector<task<void>> branches) {
  detail::join all;
  std::exception_ptr failed;
  for (task<void>& branch : branches) {
    std::exception_ptr unstarted = detail::start_all(all, branch);
    detail::keep_first(failed, std::move(unstarted));
  }
  co_await all;
  if (!failed) {
    for (const task<void>& branch : branches)
      detail::keep_first(failed, branch.failure());
  }
  if (failed) std::rethrow_exception(failed);
}

}  // namespace v1
}  // namespace veriload
