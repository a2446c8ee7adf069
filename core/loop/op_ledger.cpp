#include "core/loop/op_ledger.hpp"

#include <utility>

namespace veriload::loop {

void sleeping_op::wake(timer& t) noexcept {
  sleeping_op& self = static_cast<sleeping_op&>(t);
  self.ledger->complete_now(op_of(self), {VL_OK, 0, 0});
}

void op_ledger::arrived(vl_op& op) noexcept {
  ++pending_;
  make_ready(op);
}

void op_ledger::complete_later(vl_op& op, vl_result result) noexcept {
  if (!holds(op)) ++pending_;
  linked_op& state = emplace_state<linked_op>(op);
  seal(op, op_kind::ready);
  state.status = result.status;
  state.native = result.native;
  state.value = result.value;
  make_ready(op);
}

void op_ledger::complete_later(vl_op& op, vl_result result, std::string reason) noexcept {
  reasons_.attach(op, std::move(reason));
  complete_later(op, result);
}

void op_ledger::make_ready(vl_op& op) noexcept {
  linked_op& state = state_of<linked_op>(op);
  state.kind = op_kind::ready;
  state.next = nullptr;
  if (oldest_ready_ == nullptr) {
    oldest_ready_ = &op;
  } else {
    state_of<linked_op>(*newest_ready_).next = &op;
  }
  newest_ready_ = &op;
}

void op_ledger::complete_now(vl_op& op, vl_result result) noexcept {
  state_of<op_state>(op).seal = 0;
  --pending_;
  if (reasons_.any()) [[unlikely]]
    return complete_with_reason(op, result);
  op.complete(&op, result);
}

void op_ledger::complete_with_reason(vl_op& op, vl_result result) noexcept {
  const failure_reasons::telling now(reasons_, result, reasons_.take(op));
  op.complete(&op, result);
}

void op_ledger::run_ready(std::size_t limit) noexcept {
  for (; limit != 0 && oldest_ready_ != nullptr; --limit) {
    vl_op& op = *oldest_ready_;
    const linked_op& state = state_of<linked_op>(op);
    oldest_ready_ = state.next;
    complete_now(op, {state.status, state.native, state.value});
  }
}

}  // namespace veriload::loop
