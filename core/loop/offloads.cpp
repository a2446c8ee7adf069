#include "core/loop/offloads.hpp"

namespace veriload::loop {

vl_status offloads::start(vl_work& work, vl_op& op) noexcept {
  if (pool_ == nullptr) return VL_E_UNSUPPORTED;
  linked_op& state = ledger_.begin<linked_op>(op, op_kind::offloaded);
  state.work = &work;
  state.home = &home_;
  const vl_status status = pool_->submit(op);
  if (status != VL_PENDING) {
    ledger_.withdraw(op);
    return status;
  }
  ++away_;
  return VL_PENDING;
}

void offloads::cancel(vl_op& op) noexcept {
  if (!pool_->withdraw(op)) return;
  --away_;
  ledger_.complete_later(op, {VL_E_CANCELED, 0, 0});
}

void offloads::withdraw_all() noexcept {
  if (pool_ == nullptr) return;
  for (vl_op* op = pool_->withdraw_all(home_); op != nullptr;) {
    vl_op* const next = state_of<linked_op>(*op).next;
    --away_;
    ledger_.complete_later(*op, {VL_E_SHUTDOWN, 0, 0});
    op = next;
  }
}

void offloads::leave() noexcept {
  if (pool_ != nullptr) pool_->leave(home_);
}

}  // namespace veriload::loop
