// The host's asynchronous shape as something to await. Flow: coroutine -> [op] -> host.
#pragma once

#include "veriload/error.hpp"

#include <veriload_abi.h>

#include <coroutine>
#include <type_traits>

namespace veriload {
inline namespace v1 {

/// Awaits one start function of the ABI and gives its vl_result; throws nothing.
///
///     vl_result r = co_await op_awaiter([&](vl_op* op) { return table.dial(loop, &dial, &out, op);
///     });
///
/// `Start` captures references and plain values only, because g++ 12 copies a temporary closure
/// without its constructor. What the references name must live until the op completes.
template <class Start>
class [[nodiscard]] op_awaiter : private vl_op {
  static_assert(std::is_trivially_copyable_v<Start>,
                "the start function captures references and plain values only");

 public:
  explicit op_awaiter(Start start) noexcept : vl_op{}, start_(start), result_{} {}
  op_awaiter(const op_awaiter&) = delete;  // the host holds its address
  op_awaiter& operator=(const op_awaiter&) = delete;

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> waiter) {
    this->complete = &completed;
    this->user = this;
    waiter_ = waiter;
    const vl_status status = start_(static_cast<vl_op*>(this));
    if (status == VL_PENDING) return true;
    result_.status = status;
    return false;
  }

  vl_result await_resume() const noexcept { return result_; }

 private:
  static void completed(vl_op* op, vl_result result) noexcept {
    auto* self = static_cast<op_awaiter*>(op->user);
    self->result_ = result;
    self->waiter_.resume();
  }

  Start start_;
  std::coroutine_handle<> waiter_;
  vl_result result_;
};

}  // namespace v1
}  // namespace veriload
