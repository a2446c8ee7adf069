// Pending operations of a user: sleeps, calls, sessions, and how they are cancelled.
#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/host/plugin.hpp"
#include "core/host/services.hpp"
#include "core/loop/reactor.hpp"
#include "core/user/call_sample.hpp"
#include "core/user/virtual_user.hpp"

#include <algorithm>
#include <cstring>

namespace veriload::users {
namespace {

// Everything after the size, so that a producer only fills what it knows.
inline void clear(vl_reply& reply) noexcept {
  const std::uint32_t size = reply.struct_size;
  char* const bytes = reinterpret_cast<char*>(&reply);
  if (size == sizeof reply) [[likely]] {
    // In steps of what one store takes: g++ makes `rep stos` of a whole one, which starts slowly.
    static_assert(sizeof reply % 8 == 0);
    constexpr std::size_t step = 32;
    std::size_t at = 0;
#pragma GCC unroll 8
    for (; at + step <= sizeof reply; at += step)
      std::memset(bytes + at, 0, step);
    std::memset(bytes + at, 0, sizeof reply % step);
    reply.struct_size = size;
  } else {
    std::memset(bytes + sizeof size, 0, size - sizeof size);
  }
}

// The caller's struct may be shorter or longer than ours.
std::unique_ptr<vl_call> copy_of(const vl_call& call) {
  auto copy = std::make_unique<vl_call>();
  const auto size = std::min<std::size_t>(call.struct_size, sizeof *copy);
  std::memcpy(copy.get(), &call, size);
  copy->struct_size = static_cast<std::uint32_t>(size);
  return copy;
}

call_op& call_of(user_op& op) noexcept { return static_cast<call_op&>(op); }

}  // namespace

// What only a call needs is set by it, and not cleared for every other one.
template <class Op>
inline Op& virtual_user::add_op(Op& op, op_kind kind, vl_op& outer) noexcept {
  op.complete = &on_op_done;
  op.user = this;
  op.outer = &outer;
  op.kind = kind;
  op.cancel_asked = false;
  op.previous = nullptr;
  op.next = pending_;
  if (pending_) pending_->previous = &op;
  pending_ = &op;
  return op;
}

inline void virtual_user::take_out(user_op& op) noexcept {
  (op.previous ? op.previous->next : pending_) = op.next;
  if (op.next) op.next->previous = op.previous;
}

inline void virtual_user::remove_op(user_op& op) noexcept {
  take_out(op);
  worker_->ops.give_back(op);
}

inline void virtual_user::remove_op(call_op& op) noexcept {
  take_out(op);
  worker_->call_ops.give_back(op);
}

inline bool virtual_user::refuses_ops() const noexcept {
  return cancels_ >= 2 || (cancels_ == 1 && step_ != step::stopping) || step_ == step::closing;
}

inline void virtual_user::call_done(call_op& op) {
  vl_session& session = *op.session;
  op.held.reset();
  remove_op(op);
  if (--session.in_flight == 0 && session.closing) session_closed(session);
}

inline vl_status virtual_user::start_call(call_op& op, const vl_call& call) {
  op.kind = op_kind::call;
  return op.session->protocol->table->call(op.session->self, &call, op.reply, &op);
}

// On a later turn, never at once: a scenario that swallows the cancellation and tries again must
// not be able to spin inside one call. Kept like any other op: the user does not end before it.
vl_status virtual_user::answer_canceled(vl_op& outer) {
  user_op& op = add_op(worker_->ops.take(), op_kind::refused, outer);
  op.cancel_asked = true;  // it completes once
  worker_->loop->complete_later(op, {VL_E_CANCELED, 0, 0});
  return VL_PENDING;
}

// A user that waits for what was left over stays until it goes on; any other may be gone after the
// completion.
inline void virtual_user::complete(vl_op& outer, vl_result result) noexcept {
  const bool awaited = awaits_left_over_;
  outer.complete(&outer, result);
  if (awaited) [[unlikely]]
    left_over_ended();
}

void virtual_user::on_op_done(vl_op* done, vl_result result) noexcept {
  user_op& op = *static_cast<user_op*>(done);
  virtual_user& user = *static_cast<virtual_user*>(op.user);
  vl_op* const outer = op.outer;
  if (op.kind == op_kind::call) [[likely]] {
    user.record_call(call_of(op), result);
    user.call_done(call_of(op));
    user.complete(*outer, result);
    return;
  }
  switch (op.kind) {
    case op_kind::call:
      break;  // above: nearly all are that
    case op_kind::held_call: {
      call_op& call = call_of(op);
      if (result.status >= 0 && !op.cancel_asked) {
        user.worker_->loop->read_instant();
        result.status = user.start_call(call, *call.held);
        if (result.status == VL_PENDING) return;
        user.record_call(call, result);
      } else {
        result.status = VL_E_CANCELED;  // was never sent
      }
      user.call_done(call);
      break;
    }
    case op_kind::open:
      call_of(op).session->open = result.status >= 0;
      user.remove_op(call_of(op));
      break;
    case op_kind::sleep:
      if (result.status >= 0) user.achieved_something_ = true;
      user.remove_op(op);
      break;
    case op_kind::stop_notice:
    case op_kind::refused:
      user.remove_op(op);
      break;
  }
  user.complete(*outer, result);
}

void virtual_user::cancel_op(user_op& op) noexcept {
  if (op.cancel_asked) return;
  op.cancel_asked = true;
  switch (op.kind) {
    case op_kind::sleep:
    case op_kind::held_call:
      worker_->loop->cancel(op);
      return;
    case op_kind::call: {
      const vl_session& session = *call_of(op).session;
      session.protocol->table->cancel(session.self, &op);
      return;
    }
    case op_kind::stop_notice:
      worker_->loop->complete_later(op, {VL_E_CANCELED, 0, 0});
      return;
    case op_kind::open: {
      // What a protocol leaves in `self` before its open has ended is there to cancel it.
      const vl_session& session = *call_of(op).session;
      if (session.self) session.protocol->table->cancel(session.self, &op);
      return;
    }
    case op_kind::refused:
      return;  // ends by itself
  }
}

vl_status virtual_user::cancel(vl_op& outer) noexcept {
  for (user_op* op = pending_; op; op = op->next) {
    if (op->outer == &outer) {
      cancel_op(*op);
      return VL_OK;
    }
  }
  return VL_E_INVALID;
}

vl_status virtual_user::sleep_until(base::ns when, vl_op& outer) {
  if (refuses_ops()) return answer_canceled(outer);
  // What a user waits for on purpose does not make its first request late.
  if (planned_ != 0) planned_ += std::max<base::ns>(when - worker_->loop->now(), 0);
  user_op& op = add_op(worker_->ops.take(), op_kind::sleep, outer);
  const vl_status status = worker_->loop->sleep_until(when, op);
  if (status != VL_PENDING) remove_op(op);
  return status;
}

vl_status virtual_user::wait_for_stop(vl_op& outer) {
  user_op& op = add_op(worker_->ops.take(), op_kind::stop_notice, outer);
  if (stop_asked_) {
    op.cancel_asked = true;  // it completes once
    worker_->loop->complete_later(op, {VL_OK, 0, 0});
  }
  return VL_PENDING;
}

vl_status virtual_user::open(std::string_view protocol, const vl_node* config, vl_session** out,
                             vl_op& outer) {
  if (refuses_ops()) return answer_canceled(outer);
  for (const protocol_on_worker& known : worker_->protocols) {
    if (known.name != protocol) continue;
    sessions_ = std::make_unique<vl_session>(
        vl_session{this, &known, nullptr, 0, false, nullptr, {}, std::move(sessions_)});
    vl_session& session = *sessions_;
    *out = &session;
    call_op& op = add_op(worker_->call_ops.take(), op_kind::open, outer);
    op.session = &session;
    const vl_status status =
        known.table->open(known.worker, handle_of(*this), config, &session.self, &op);
    if (status == VL_PENDING) return VL_PENDING;
    session.open = status >= 0;
    remove_op(op);
    return status;
  }
  return VL_E_UNSUPPORTED;
}

vl_status virtual_user::call(vl_session& session, const vl_call& call, vl_reply& reply,
                             vl_op& outer) {
  if (refuses_ops()) return answer_canceled(outer);
  if (!session.open || session.closing) return VL_E_MISUSE;
  const protocol_on_worker& protocol = *session.protocol;
  if (session.in_flight > 0 && !(protocol.table->flags & VL_PROTOCOL_OVERLAP)) return VL_E_MISUSE;

  clear(reply);
  call_op& op = add_op(worker_->call_ops.take(), op_kind::held_call, outer);
  op.session = &session;
  op.reply = &reply;
  op.endpoint = endpoint_of(call, *worker_->names.endpoints);
  const base::ns instant = worker_->loop->read_instant();
  op.planned = call.planned ? call.planned : instant;
  if (planned_ != 0) [[unlikely]] {
    if (!call.planned) op.planned = std::min(planned_, instant);
    planned_ = 0;
  }
  ++session.in_flight;
  if (worker_->limit) {
    // The limit is part of the plan: time is measured from the slot, not from the wish.
    const base::ns wanted = std::max(op.planned, instant);
    const base::ns slot = worker_->limit->take_slot(wanted);
    if (slot > wanted) {
      op.planned = slot;
      op.held = copy_of(call);
      if (worker_->loop->sleep_until(slot, op) == VL_PENDING) return VL_PENDING;
      op.held.reset();
    }
  }
  const vl_status status = start_call(op, call);
  if (status == VL_PENDING) return VL_PENDING;
  record_call(op, {status, 0, 0});
  call_done(op);
  return status;
}

void virtual_user::record_call(const call_op& op, vl_result result) {
  if (result.status >= 0) achieved_something_ = true;
  if (result.status == VL_E_MISUSE) return;                               // never was a request
  if (result.status >= 0 && (op.reply->flags & VL_REPLY_CACHED)) return;  // nothing was sent
  const base::ns ended = op.reply->done != 0 ? op.reply->done : worker_->loop->now();
  const aggregation::sample measured =
      sample_of_call(*op.reply, result, op.planned, ended, op.endpoint, segment_);
  worker_->recorder->record(measured);
  if (measured.failure != aggregation::error_class::none) [[unlikely]]
    note_failed(measured);
}

vl_status virtual_user::close(vl_session& session, vl_op& outer) {
  if (!session.open || session.closing) return VL_E_MISUSE;
  session.closing = &outer;
  if (session.in_flight == 0) {
    session_closed(session);
    return VL_PENDING;
  }
  for (user_op* op = pending_; op; op = op->next) {
    const bool is_call = op->kind == op_kind::call || op->kind == op_kind::held_call;
    if (is_call && call_of(*op).session == &session) cancel_op(*op);
  }
  return VL_PENDING;
}

// All calls of an explicitly closed session have ended: now the plugin closes it. The record stays
// until the user ends, because the scenario may still hold the handle.
void virtual_user::session_closed(vl_session& session) {
  session.open = false;
  session.close_op.user = &session;
  session.close_op.complete = [](vl_op* op, vl_result result) noexcept {
    auto& closed = *static_cast<vl_session*>(op->user);
    vl_op* outer = std::exchange(closed.closing, nullptr);
    virtual_user& user = *closed.user;
    user.complete(*outer, result);
  };
  const vl_status status = session.protocol->table->close(session.self, &session.close_op);
  if (status != VL_PENDING) worker_->loop->complete_later(session.close_op, {status, 0, 0});
}

}  // namespace veriload::users
