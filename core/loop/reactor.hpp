// The event loop that one worker thread owns. Flow: scheduler, user, plugins -> [reactor] ->
// kernel.
#pragma once

#include "core/loop/dials.hpp"
#include "core/loop/fd_watches.hpp"
#include "core/loop/loop_clock.hpp"
#include "core/loop/offloads.hpp"
#include "core/loop/op_inbox.hpp"
#include "core/loop/op_ledger.hpp"
#include "core/loop/poller.hpp"
#include "core/loop/resolver.hpp"
#include "core/loop/stream_set.hpp"
#include "core/loop/timing_wheel.hpp"

#include <atomic>
#include <cstdint>

namespace veriload::loop {

struct reactor_settings {
  const base::host_rules* allowed =
      nullptr;                   ///< null = every host may be dialled; outlives the reactor
  offload_pool* pool = nullptr;  ///< null = no blocking work, no names; outlives the reactor
  ns dns_ttl = 60 * base::second;
  name_lookup lookup = system_name_lookup;
  const network_settings* network = nullptr;  ///< null = the defaults; outlives the reactor
  std::size_t index = 0;  ///< of the worker: loops begin with different source addresses
};

/// One exact wake-up of a loop, for the starts of an open plan: the millisecond of the timing wheel
/// would be most of their lag. `beat` is called once `at` has come, with `at` set to `never`, and
/// may set it anew.
struct pulse {
  ns at = base::never;
  void (*beat)(pulse&) noexcept = nullptr;
};

/// A turn that takes longer than this holds up everybody else on the loop, and counts as a stall.
inline constexpr ns stall_from = 100 * base::millisecond;

/// What a loop has done so far. Counters only grow, except open streams and pending ops.
struct reactor_counters {
  std::uint64_t epoll_waits = 0;
  std::uint64_t turns = 0;
  std::uint64_t open_streams = 0;  ///< including those that are being connected
  std::uint64_t pending_ops = 0;
  std::uint64_t stalls = 0;
  ns longest_stall = 0;
};

/// A pure epoll loop: timers, wake-ups, descriptors, blocking work and byte streams of one thread.
///
/// Not Boost.Asio: an epoll set inside an io_context costs 330 more user-mode instructions and 0.4
/// more epoll_wait per request, and a socket of Asio one more recv (measured on prototypes of this
/// loop).
///
/// One turn: wait for events, fire all due timers, dispatch the events, take in what other threads
/// posted, complete a bounded number of ready ops. When ready ops are left, the next wait does not
/// block. Nothing allocates once the loop has seen its largest number of streams and dials.
///
/// The eight rules that veriload_abi.h gives for a vl_op hold for every op here. Thread: the one
/// that calls `run`, from the first use to the destruction; functions marked [any] from everywhere.
class reactor {
 public:
  /// Throws setup_error when the process has no descriptor left.
  explicit reactor(const reactor_settings& settings);

  /// As `end`. Nobody may be inside a function marked [any]: join the threads that post first.
  ~reactor();
  reactor(const reactor&) = delete;
  reactor& operator=(const reactor&) = delete;

  /// Turns until `stop`; may be called again, ops that are pending stay so.
  void run() noexcept;

  /// Makes `run` return at the end of the current turn, or of its first one when it has not begun.
  /// [any]
  void stop() noexcept;

  /// Ends the loop for good, after `run` has returned: every start from now on answers
  /// VL_E_SHUTDOWN, every pending op completes before this returns, with VL_E_SHUTDOWN or, for a
  /// blocking work that has started and for what was ready or posted, with its own result. Waits
  /// for the blocking works that have started.
  void end() noexcept;

  /// The current instant. [any]
  ns now() const noexcept { return base::monotonic_now(); }

  /// The instant of what the loop deals with at the moment: an arrival, a due timer, a call.
  ns instant() const noexcept { return clock_.instant(); }

  /// Reads the clock for what begins now: a call.
  ns read_instant() noexcept { return clock_.read(); }

  /// When the running turn began to work: costs nothing, and is behind now() by what the turn has
  /// done so far.
  ns turn_began() const noexcept { return turn_began_.load(std::memory_order_relaxed); }

  /// For how long the running turn has been going on; 0 when the loop waits. [any]
  ns busy_for(ns now) const noexcept;

  /// Whether the calling thread runs (or ends) this loop at the moment. [any]
  bool is_current() const noexcept;

  // The functions of vl_loop_v1, whose comments are the contract.

  vl_status post(vl_op& op) noexcept;  ///< [any]
  /// An instant that has come is due on a later turn: `sleep_until(0, op)` yields.
  vl_status sleep_until(ns when, vl_op& op) noexcept;
  vl_status fd_ready(int fd, std::uint32_t events, vl_op& op) noexcept;
  vl_status offload(vl_work& work, vl_op& op) noexcept;
  /// VL_E_INVALID for a dial, a write or a finish as well: they are ops of another table.
  vl_status cancel(vl_op& op) noexcept;

  /// Completes an op that its owner has taken over from a plugin (a call, say), from the top level,
  /// after the running callback has returned. The op is pending from now on.
  void complete_later(vl_op& op, vl_result result) noexcept { ledger_.complete_later(op, result); }

  // Timers without an op, for rooms above. Precision as of timing_wheel.

  void arm(timer& t, ns deadline) noexcept { wheel_.arm(t, deadline); }
  void disarm(timer& t) noexcept { wheel_.disarm(t); }

  /// Installs the one pulse, or takes it away (null). It outlives its installation.
  void set_pulse(pulse* optional) noexcept { pulse_ = optional; }

  // The dial of vl_stream_v1; the rest is in `stream`.

  vl_status dial(const vl_dial& dial, vl_stream** out, vl_op& op) noexcept;
  vl_status cancel_dial(vl_op& op) noexcept;

  /// Why the failure that is being told happened.
  const failure_reasons& reasons() noexcept { return ledger_.reasons(); }

  /// TLS settings for dials of this loop.
  tls_contexts& tls() noexcept { return tls_; }

  reactor_counters counters() const noexcept;

 private:
  /// Ready ops that complete in one turn before timers and descriptors are looked at again.
  static constexpr std::size_t ready_per_turn = 256;

  void turn() noexcept;
  ns patience() noexcept;
  void turn_ended(ns now) noexcept;
  void fire_due() noexcept;
  void dispatch(const epoll_event& event) noexcept;
  void take_in(vl_op* oldest) noexcept;
  void end_sleeps() noexcept;

  std::atomic<bool> stop_wanted_{false};
  bool ended_ = false;
  std::uint64_t turns_ = 0;
  // Written by the loop's thread, read by whoever watches whether it still turns. The loop waits
  // when it has become idle after the last turn began.
  std::atomic<ns> turn_began_{0};
  std::atomic<ns> idle_since_{0};
  std::uint64_t stalls_ = 0;
  ns longest_stall_ = 0;
  pulse* pulse_ = nullptr;

  loop_clock clock_;
  op_ledger ledger_;
  poller io_;
  timing_wheel wheel_;
  op_inbox inbox_;
  fd_watches watches_;
  offloads offloads_;
  resolver names_;
  stream_set streams_;
  tls_contexts tls_;
  std::size_t next_source_;
  dials dials_;
};

}  // namespace veriload::loop
