// What the loop keeps in vl_op::host from the start of an operation to its completion. Flow: user
// -> [loop].
#pragma once

#include "core/loop/timing_wheel.hpp"
#include "veriload_abi.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

namespace veriload::loop {

class dialer;
class op_inbox;
class op_ledger;

enum class op_kind : std::int32_t {
  posted,     ///< on its way home from any thread
  ready,      ///< its result is known, it waits for the top level
  sleeping,   ///< armed in the wheel
  watching,   ///< waits for a descriptor
  offloaded,  ///< waits for, or is run by, a pool thread
  dialing,    ///< a dialer works on it
  writing,    ///< held by a stream, as is `finishing`
  finishing,
};

/// The head of every state. `seal` is the owner's address mixed with the op's own, so that a stale,
/// copied or foreign op is told from a pending one.
struct op_state {
  std::uintptr_t seal;
  op_kind kind;
  vl_status status;
};

/// posted, ready, offloaded: a link and the rest of the result.
struct linked_op : op_state {
  vl_op* next;
  vl_op* previous;  ///< used by the pool's queue only
  std::uint64_t value;
  std::int32_t native;
  bool running;    ///< offloaded: a pool thread has taken it; under the pool's lock
  vl_work* work;   ///< offloaded
  op_inbox* home;  ///< offloaded: where the pool thread sends it
};

struct sleeping_op : op_state, timer {
  explicit sleeping_op(op_ledger& by) noexcept : op_state{}, timer(wake), ledger(&by) {}

  /// The sleeping op that this timer belongs to, or null when it is a timer of another kind.
  static sleeping_op* from(timer& t) noexcept {
    return t.fire == wake ? static_cast<sleeping_op*>(&t) : nullptr;
  }

  op_ledger* ledger;

 private:
  static void wake(timer& t) noexcept;
};

struct watching_op : op_state {
  std::int32_t fd;
  std::uint32_t events;
};

struct dialing_op : op_state {
  dialer* by;
};

/// Puts the state `State` into the op; its fields are the caller's to fill, the head belongs to
/// `op_ledger`.
template <class State, class... Arguments>
State& emplace_state(vl_op& op, Arguments&&... arguments) noexcept {
  static_assert(sizeof(State) <= sizeof(op.host) && alignof(State) <= alignof(void*));
  return *::new (static_cast<void*>(op.host)) State(static_cast<Arguments&&>(arguments)...);
}

/// The state that `emplace_state<State>` put there.
template <class State>
State& state_of(vl_op& op) noexcept {
  return *std::launder(reinterpret_cast<State*>(op.host));
}

/// The op whose host[] holds this state.
inline vl_op& op_of(op_state& state) noexcept {
  return *reinterpret_cast<vl_op*>(reinterpret_cast<char*>(&state) - offsetof(vl_op, host));
}

}  // namespace veriload::loop
