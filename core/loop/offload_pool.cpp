#include "core/loop/offload_pool.hpp"

#include "core/base/assert.hpp"

#include <algorithm>
#include <system_error>

namespace veriload::loop {
namespace {

linked_op& link_of(vl_op& op) noexcept { return state_of<linked_op>(op); }

void send_home(vl_op& op, vl_result result) noexcept {
  linked_op& state = link_of(op);
  state.status = result.status;
  state.native = result.native;
  state.value = result.value;
  [[maybe_unused]] const bool taken = state.home->push(op);
  VL_ASSERT(taken, "a loop closes its inbox only when no work of it is under way");
}

}  // namespace

offload_pool::offload_pool(std::size_t max_threads) : max_threads_(max_threads) {
  VL_ASSERT(max_threads_ > 0, "a pool without threads would never run anything");
  threads_.reserve(max_threads_);
  serving_.resize(max_threads_);
}

offload_pool::~offload_pool() { shut_down(); }

vl_status offload_pool::submit(vl_op& op) noexcept {
  const std::lock_guard guard(lock_);
  if (closed_) return VL_E_SHUTDOWN;
  if (waiting_ >= idle_ && threads_.size() < max_threads_) {
    try {
      threads_.emplace_back([this, seat = threads_.size()] { serve(seat); });
    } catch (const std::system_error&) {
      // With at least one thread the work only waits longer.
      if (threads_.empty()) return VL_E_NOMEM;
    }
  }
  append(op);
  work_waits_.notify_one();
  return VL_PENDING;
}

bool offload_pool::withdraw(vl_op& op) noexcept {
  const std::lock_guard guard(lock_);
  if (link_of(op).running) return false;
  unlink(op);
  return true;
}

vl_op* offload_pool::withdraw_all(const op_inbox& home) noexcept {
  const std::lock_guard guard(lock_);
  vl_op* taken = nullptr;
  for (vl_op* op = newest_; op != nullptr;) {
    vl_op* const previous = link_of(*op).previous;
    if (link_of(*op).home == &home) {
      unlink(*op);
      link_of(*op).next = taken;
      taken = op;
    }
    op = previous;
  }
  return taken;
}

void offload_pool::leave(const op_inbox& home) noexcept {
  std::unique_lock guard(lock_);
  seat_left_.wait(guard, [&] { return std::ranges::find(serving_, &home) == serving_.end(); });
}

void offload_pool::shut_down() noexcept {
  std::vector<std::thread> ending;
  {
    const std::lock_guard guard(lock_);
    closed_ = true;
    while (oldest_ != nullptr) {
      vl_op& op = *oldest_;
      unlink(op);
      send_home(op, {VL_E_SHUTDOWN, 0, 0});
    }
    ending.swap(threads_);
  }
  work_waits_.notify_all();
  for (std::thread& thread : ending)
    thread.join();
}

std::size_t offload_pool::threads() const noexcept {
  const std::lock_guard guard(lock_);
  return threads_.size();
}

void offload_pool::serve(std::size_t seat) noexcept {
  std::unique_lock guard(lock_);
  for (;;) {
    while (oldest_ == nullptr && !closed_) {
      ++idle_;
      work_waits_.wait(guard);
      --idle_;
    }
    if (oldest_ == nullptr) return;
    vl_op& op = *oldest_;
    unlink(op);
    serving_[seat] = link_of(op).home;
    guard.unlock();
    vl_work& work = *link_of(op).work;
    send_home(op, work.run(&work));
    guard.lock();
    serving_[seat] = nullptr;
    seat_left_.notify_all();
  }
}

void offload_pool::append(vl_op& op) noexcept {
  linked_op& state = link_of(op);
  state.running = false;
  state.next = nullptr;
  state.previous = newest_;
  (newest_ == nullptr ? oldest_ : link_of(*newest_).next) = &op;
  newest_ = &op;
  ++waiting_;
}

void offload_pool::unlink(vl_op& op) noexcept {
  linked_op& state = link_of(op);
  (state.previous == nullptr ? oldest_ : link_of(*state.previous).next) = state.next;
  (state.next == nullptr ? newest_ : link_of(*state.next).previous) = state.previous;
  state.running = true;
  --waiting_;
}

}  // namespace veriload::loop
