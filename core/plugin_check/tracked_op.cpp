#include "core/plugin_check/tracked_op.hpp"

#include "core/plugin_check/watch.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace veriload::plugin_check {

tracked_op::tracked_op(std::string what) : vl_op{&completed, nullptr, {}}, what_(std::move(what)) {
  user = this;
}

vl_status tracked_op::start(const std::function<vl_status(vl_op*)>& begin) {
  pending_ = true;
  ++inside_;
  const vl_status answer = begin(this);
  --inside_;
  if (answer == VL_PENDING) return answer;
  if (done_)
    found_broken("A01", what_ + " completed its op although it answered " + std::to_string(answer) +
                            " and not VL_PENDING");
  result_ = {answer, 0, 0};
  poison();
  return answer;
}

void tracked_op::during(const std::function<void()>& act) {
  ++inside_;
  act();
  --inside_;
}

// What is left is a trap for whoever uses the op again.
void tracked_op::poison() {
  pending_ = false;
  done_ = true;
  complete = &completed_again;
  std::memset(static_cast<void*>(&user), 0xdb, sizeof user);
  std::memset(static_cast<void*>(host), 0xdb, sizeof host);
  std::memcpy(poisoned_.data(), static_cast<vl_op*>(this), sizeof(vl_op));
}

void tracked_op::completed(vl_op* op, vl_result result) noexcept {
  auto* const self = static_cast<tracked_op*>(op);
  if (self->inside_ > 0)
    found_broken("A01", self->what_ +
                            " completed inside the call that starts or cancels it, "
                            "expected a later turn of the loop");
  if (current_stage() != stage::loop)
    found_broken("T01", self->what_ + " was completed off its loop, expected [loop]");
  if (result.status == VL_PENDING)
    found_broken("A01", self->what_ + " completed with VL_PENDING, expected how it ended");
  if (self->user != self)
    found_broken("A02", self->what_ + " changed `user` of an op, which is the caller's");
  self->result_ = result;
  self->poison();
}

void tracked_op::completed_again(vl_op* op, vl_result) noexcept {
  found_broken("A01", static_cast<tracked_op*>(op)->what_ +
                          " completed its op a second time, expected exactly once");
}

void tracked_op::verify() const {
  if (done_ && std::memcmp(poisoned_.data(), static_cast<const vl_op*>(this), sizeof(vl_op)) != 0)
    found_broken("A02", what_ +
                            " wrote to its op after the op had completed, expected it to be left "
                            "alone: it may be freed");
}

bounded_error::~bounded_error() {
  if (!out_.intact())
    found_broken("M01", what_ + " wrote beyond the vl_error of ABI 1.0, expected at most " +
                            std::to_string(error_size_1_0) + " bytes (struct_size)");
}

std::string bounded_error::text() {
  const vl_error& error = *out_.get();
  return {error.message, ::strnlen(error.message, sizeof error.message)};
}

}  // namespace veriload::plugin_check
