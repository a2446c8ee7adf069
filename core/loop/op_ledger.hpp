// The pending ops of one loop and the queue of those that are ready to complete. Flow: user ->
// [loop] -> user.
#pragma once

#include "core/loop/failure_reasons.hpp"
#include "core/loop/op_state.hpp"

#include <string>

namespace veriload::loop {

/// Keeps the eight rules of the ABI for ops: each pending op completes exactly once, from the top
/// level, and is not looked at afterwards. Nothing here allocates. Thread: the loop.
class op_ledger {
 public:
  op_ledger() = default;
  op_ledger(const op_ledger&) = delete;
  op_ledger& operator=(const op_ledger&) = delete;

  /// Takes the op over: from now on it is pending here. Its state is filled by the caller.
  template <class State, class... Arguments>
  State& begin(vl_op& op, op_kind kind, Arguments&&... arguments) noexcept {
    State& state = emplace_state<State>(op, static_cast<Arguments&&>(arguments)...);
    seal(op, kind);
    ++pending_;
    return state;
  }

  /// Forgets an op whose start failed after `begin`; it never completes.
  void withdraw(vl_op& op) noexcept {
    state_of<op_state>(op).seal = 0;
    --pending_;
  }

  /// Writes the head of a state. [any], before the op is handed over: `arrived` makes it pending.
  void seal(vl_op& op, op_kind kind) const noexcept {
    op_state& state = state_of<op_state>(op);
    state.seal = expected_seal(op);
    state.kind = kind;
  }

  /// Counts an op that another thread has sealed, and makes it ready.
  void arrived(vl_op& op) noexcept;

  /// Whether the op is pending here; safe for an op that never was, whatever its host[] holds.
  bool holds(const vl_op& op) const noexcept {
    std::uintptr_t found;
    std::memcpy(&found, op.host, sizeof found);
    return found == expected_seal(op);
  }

  op_kind kind_of(vl_op& op) const noexcept { return state_of<op_state>(op).kind; }

  /// Gives a pending op, or one that the caller took over without `begin`, its result; it completes
  /// from the top level after the running callback has returned.
  void complete_later(vl_op& op, vl_result result) noexcept;

  /// The same with the reason of a failure in words; empty when the status says it all.
  void complete_later(vl_op& op, vl_result result, std::string reason) noexcept;

  /// Makes an op ready whose linked_op already holds the result.
  void make_ready(vl_op& op) noexcept;

  /// Completes a pending op. Only from the top level; the op may be gone when this returns.
  void complete_now(vl_op& op, vl_result result) noexcept;

  /// Completes ready ops, the oldest first, but not more than `limit`, so that input and timers get
  /// their turn.
  void run_ready(std::size_t limit) noexcept;

  bool any_ready() const noexcept { return oldest_ready_ != nullptr; }
  std::uint64_t pending() const noexcept { return pending_; }

  failure_reasons& reasons() noexcept { return reasons_; }

 private:
  std::uintptr_t expected_seal(const vl_op& op) const noexcept {
    return reinterpret_cast<std::uintptr_t>(this) ^ reinterpret_cast<std::uintptr_t>(&op);
  }

  void complete_with_reason(vl_op& op, vl_result result) noexcept;

  vl_op* oldest_ready_ = nullptr;
  vl_op* newest_ready_ = nullptr;
  std::uint64_t pending_ = 0;
  failure_reasons reasons_;
};

}  // namespace veriload::loop
