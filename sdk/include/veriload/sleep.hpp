// A pause of one user, ended early by a cancel. Flow: user -> [sleep] -> host.
#pragma once

#include "veriload/scenario_context.hpp"

#include <coroutine>

namespace veriload {
inline namespace v1 {

/// What `user::sleep` gives to await. Throws `error` for a length of 1e9 s and more, and `canceled`
/// from the await. Stays in place while it waits: it is the op.
class sleep_awaiter : private vl_op {
 public:
  sleep_awaiter(const user_link& link, double seconds)
      : vl_op{&woken, nullptr, {}}, link_(link), length_(to_ns(seconds)) {}
  sleep_awaiter(const sleep_awaiter&) = delete;
  sleep_awaiter& operator=(const sleep_awaiter&) = delete;

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> waiter) noexcept {
    this->user = waiter.address();
    const scenario_context& context = *link_.context;
    const vl_ns now = context.loops.now(context.users.loop(link_.handle));
    outcome_ = context.users.sleep_until(link_.handle, now + length_, this);
    return outcome_ == VL_PENDING;
  }
  void await_resume() const {
    if (outcome_ != VL_OK) throw_status("sleep", "sleep", outcome_);
  }

 private:
  static vl_ns to_ns(double seconds) {
    if (!(seconds < 1e9)) throw error("sleep", "a sleep must be below 1e9 s", VL_E_INVALID);
    return seconds > 0 ? static_cast<vl_ns>(seconds * 1e9) : 0;
  }

  static void woken(vl_op* op, vl_result result) noexcept {
    auto* self = static_cast<sleep_awaiter*>(op);
    self->outcome_ = result.status;
    std::coroutine_handle<>::from_address(op->user).resume();
  }

  const user_link& link_;
  vl_ns length_;
  vl_status outcome_ = VL_OK;
};

}  // namespace v1
}  // namespace veriload
