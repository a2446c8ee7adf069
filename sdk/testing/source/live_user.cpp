#include <veriload/testing/live_user.hpp>

#include "abi_text.hpp"

#include <stdexcept>
#include <utility>

namespace veriload::testing {
namespace {

// The op stays in place until it has completed.
template <class Start>
vl_status run_to_end(fake_user& user, Start&& start) {
  fake_host& host = user.host();
  watched_op op;
  const vl_status answer = start(op);
  if (answer != VL_PENDING) return answer;
  host.run_until_idle();
  if (op.pending()) {
    // Nothing more happens by itself: the user is cancelled, as after its drain time.
    user.cancel();
    host.run_until_idle();
    if (op.pending()) throw std::logic_error("a hook or task ends neither by itself nor by cancel");
    return VL_PENDING;
  }
  if (!op.broken().empty()) host.loop.misuse.push_back("a hook or task: " + op.broken());
  return op.status();
}

}  // namespace

live_user::live_user(fake_user& user, const vl_user_class* of) : user_(user), class_(of) {
  vl_error error{};
  error.struct_size = sizeof error;
  if (of->create(of->self, user.handle(), &state_, &error) != VL_OK) {
    throw std::runtime_error(error.message);
  }
}

live_user::~live_user() {
  if (state_ == nullptr) return;
  user_.cancel();
  user_.host().calls.close_all(&user_);
  destroy();
}

void live_user::destroy() {
  if (state_ != nullptr) class_->destroy(std::exchange(state_, nullptr));
}

std::uint32_t live_user::index_of(std::string_view task) const {
  const char* at = static_cast<const char*>(class_->tasks);
  for (std::uint32_t i = 0; i < class_->n_tasks; ++i, at += class_->task_stride) {
    if (view_of(reinterpret_cast<const vl_task*>(at)->name) == task) return i;
  }
  throw std::runtime_error("no task \"" + std::string(task) + "\" in the user class \"" +
                           std::string(view_of(class_->name)) + "\"");
}

vl_status live_user::start_on_start(watched_op& op) {
  if (class_->on_start == nullptr) return VL_OK;
  return op.start([this](vl_op* o) { return class_->on_start(state_, o); });
}
vl_status live_user::start(watched_op& op, std::uint32_t task) {
  return op.start([this, task](vl_op* o) { return class_->run(state_, task, o); });
}
vl_status live_user::start_on_stop(watched_op& op) {
  if (class_->on_stop == nullptr) return VL_OK;
  return op.start([this](vl_op* o) { return class_->on_stop(state_, o); });
}

vl_status live_user::on_start() {
  return run_to_end(user_, [this](watched_op& op) { return start_on_start(op); });
}
vl_status live_user::run(std::uint32_t task) {
  return run_to_end(user_, [this, task](watched_op& op) { return start(op, task); });
}
vl_status live_user::on_stop() {
  return run_to_end(user_, [this](watched_op& op) { return start_on_stop(op); });
}

}  // namespace veriload::testing
