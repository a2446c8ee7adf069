// An op that a test starts, and what became of it. Flow: test -> [watched_op] -> code under test.
#pragma once

#include <veriload_abi.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace veriload::testing {

/// Holds the callee to the rules of ops (veriload_abi.h, section 2): one completion after
/// VL_PENDING, none after any other answer, never inside the call that starts, cancels or closes.
/// What was broken is told by `broken()`. It may be started again once it has completed.
///
///     watched_op op;
///     op.start([&](vl_op* o) { return protocol->open(worker, user, nullptr, &session, o); });
///     host.run_until_idle();
///     op.status();
///
/// Destroying it while it is pending is the test's own error, as with any op.
class watched_op : public vl_op {
 public:
  watched_op() noexcept : vl_op{&completed, nullptr, {}} {}
  watched_op(const watched_op&) = delete;
  watched_op& operator=(const watched_op&) = delete;

  /// Calls a start function with this op, and gives its answer.
  template <class Start>
  vl_status start(Start&& begin) {
    if (pending_) complain("started again while it is pending");
    this->complete = &completed;
    result.reset();
    early_ = false;
    pending_ = true;  // a completion inside the call shows
    const vl_status answer = during([&] { return begin(static_cast<vl_op*>(this)); });
    if (answer == VL_PENDING) return answer;
    if (early_) complain("completed although the start function did not answer VL_PENDING");
    pending_ = false;
    result = vl_result{answer, 0, 0};
    return answer;
  }

  /// Calls `act`, for example a cancel or a close; a completion inside it is an error.
  template <class Act>
  decltype(auto) during(Act&& act) {
    struct scope {
      explicit scope(int& depth) noexcept : depth_(depth) { ++depth_; }
      ~scope() { --depth_; }
      int& depth_;
    } const inside(inside_);
    return std::forward<Act>(act)();
  }

  bool pending() const noexcept { return pending_; }
  bool done() const noexcept { return result.has_value(); }

  /// The status it ended with, also when that came at once; VL_PENDING before.
  vl_status status() const noexcept { return result ? result->status : vl_status{VL_PENDING}; }

  /// The rule that was broken first, or empty.
  const std::string& broken() const noexcept { return broken_; }

  std::optional<vl_result> result;
  int completions = 0;         ///< calls of `complete`, over all starts
  std::function<void()> then;  ///< called once, last in the completion: it may destroy this op

 private:
  static void completed(vl_op* op, vl_result outcome) noexcept {
    auto* self = static_cast<watched_op*>(op);
    ++self->completions;
    if (self->inside_ > 0) self->complain("completed inside a call that starts, cancels or closes");
    if (!self->pending_) self->complain("completed although it was not pending");
    self->early_ = true;
    self->pending_ = false;
    self->result = outcome;
    if (self->then) std::exchange(self->then, {})();
  }

  void complain(const char* rule) {
    if (broken_.empty()) broken_ = rule;
  }

  std::string broken_;
  int inside_ = 0;
  bool pending_ = false;
  bool early_ = false;
};

}  // namespace veriload::testing
