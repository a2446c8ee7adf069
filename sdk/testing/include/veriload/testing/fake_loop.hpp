// Virtual time and one queue of completions behind veriload.loop/1. Flow: test -> [fake_loop] ->
// code under test.
#pragma once

#include <veriload_abi.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace veriload::testing {

/// What can happen on a loop besides the completion of its own ops: bytes that arrive, for example.
class event_source {
 public:
  virtual ~event_source() = default;

  /// How many events may happen at `now`; they are numbered in their natural order.
  virtual std::size_t due(vl_ns now) = 0;

  /// Lets the event of that number happen, from the loop's top level.
  virtual void happen(std::size_t index) = 0;

  /// The next instant after `now` at which more may happen, or 0.
  virtual vl_ns next(vl_ns now) const = 0;
};

/// One loop on the test's own thread, deterministic. Nothing happens outside `step` and what calls
/// it; time moves only when nothing else is due.
///
/// Every op that the code under test hands over is held to the rules of veriload_abi.h, section 2:
/// a broken one is written to `misuse`. host[] of an op is filled with a pattern while it is
/// pending and with another one before it completes.
class fake_loop {
 public:
  static constexpr vl_ns never = INT64_MAX;
  using ending = std::function<vl_result(vl_result)>;

  fake_loop();
  ~fake_loop();
  fake_loop(const fake_loop&) = delete;
  fake_loop& operator=(const fake_loop&) = delete;

  vl_loop* handle() noexcept { return reinterpret_cast<vl_loop*>(this); }
  static fake_loop& of(vl_loop* loop) noexcept { return *reinterpret_cast<fake_loop*>(loop); }
  static const vl_loop_v1& table() noexcept;

  // --- running ---------------------------------------------------------------------------------

  /// Lets the next thing happen; moves time when nothing is due. False when nothing is left.
  bool step();
  /// Lets everything happen that is due now, without moving time.
  void settle();
  /// Until nothing is left to happen.
  void run_until_idle();
  /// Lets `duration` ns pass, with all that happens meanwhile.
  void advance(vl_ns duration);

  vl_ns time = 1'000'000'000;  ///< the virtual instant; a test may move it forward
  long steps() const noexcept { return steps_; }
  bool at_top() const noexcept { return depth_ > 0; }  ///< inside a completion or delivery
  std::size_t pending() const noexcept { return pending_.size(); }  ///< ops handed over

  // --- script ----------------------------------------------------------------------------------

  /// The operation with that number (from 0) fails; -1 = none. Operations are what may fail in a
  /// host: sleeps, dials, writes, deliveries, calls.
  void fail_at(long number) noexcept { fail_at_ = number; }
  long operations() const noexcept { return operations_; }
  /// Whether the operation to fail was reached.
  bool failed() const noexcept { return fail_at_ >= 0 && operations_ > fail_at_; }

  /// Calls `act` once, from the top level, when that many steps were made and more are due. The two
  /// halves are for loops over the number, see after_n.hpp.
  void after_steps(long number, std::function<void()> act) {
    interrupt_at(number);
    on_interrupt(std::move(act));
  }
  void interrupt_at(long number) noexcept { interrupt_at_ = number; }
  void on_interrupt(std::function<void()> act) { interrupt_ = std::move(act); }
  bool interrupted() const noexcept { return interrupted_; }

  /// What is due at the same time happens in an order drawn from `seed`, instead of first come
  /// first served.
  void reorder(std::uint64_t seed);
  /// Posted and cancelled ops complete that much later.
  void delay(vl_ns duration) noexcept { delay_ = duration; }
  /// A cancel of an op that is about to complete comes too late, instead of just in time.
  void let_cancel_lose(bool loses) noexcept { cancel_loses_ = loses; }
  /// The descriptor is ready for `events` (VL_FD_*) until told otherwise.
  void set_ready(std::int32_t fd, std::uint32_t events);
  /// Offloaded work waits for `run_offloaded` instead of running when its turn comes.
  void hold_offloaded(bool hold) noexcept { hold_offloaded_ = hold; }
  void run_offloaded();
  /// From now on `post` answers VL_E_SHUTDOWN, as a loop that has ended.
  void shut_down() noexcept { ended_ = true; }

  std::vector<std::string> misuse;  ///< rules that the code under test broke

  // --- for the other fakes of a host -----------------------------------------------------------

  /// Counts an operation; true when it is the one that is to fail.
  bool fails() noexcept { return operations_++ == fail_at_; }

  /// Takes an op over until it completes at `when` with `result`, which `at_end` may change.
  /// VL_PENDING, or VL_E_MISUSE when a rule was broken. `owner` is who may cancel it; `what` names
  /// it in a complaint and lives for ever.
  vl_status pend(vl_op* op, const void* owner, const char* what, vl_ns when, vl_result result,
                 ending at_end = {});
  /// Lets a pending op of that owner complete with `result` on a later turn. False when there is
  /// none.
  bool finish(vl_op* op, const void* owner, vl_result result);
  bool cancel(vl_op* op, const void* owner);
  void cancel_all(const void* owner);
  std::size_t pending_of(const void* owner) const;

  /// The two halves of `pend`, for a source that decides by itself when an op completes.
  bool take(vl_op* op, const char* what);
  void complete(vl_op* op, vl_result result);

  /// Runs `deliver` as something that happens at the top level.
  template <class Deliver>
  void at_top_level(Deliver&& deliver) {
    ++depth_;
    deliver();
    --depth_;
  }

  void add(event_source& source) { sources_.push_back(&source); }
  event_source* streams = nullptr;  ///< who serves veriload.stream/1 on this loop

 private:
  friend struct loop_functions;
  struct entry {
    vl_op* op;
    const void* owner;
    vl_ns when;
    vl_result result;
    ending at_end;
    vl_work* work = nullptr;
    std::int32_t fd = -1;
    std::uint32_t events = 0;
    bool held = false;
    bool decided = false;  // how it ends: the next request to end it comes too late
  };

  entry* find(const vl_op* op, const void* owner);
  bool due(const entry& of) const;
  void fire(std::size_t index);
  bool happen_now();
  vl_ns next() const;

  std::vector<entry> entries_;  // in the order of their start
  std::unordered_map<vl_op*, const char*> pending_;
  std::vector<event_source*> sources_;
  std::map<std::int32_t, std::uint32_t> ready_;
  std::function<void()> interrupt_;
  std::mt19937_64 random_;
  vl_ns delay_ = 0;
  long interrupt_at_ = -1;
  long steps_ = 0;
  long operations_ = 0;
  long fail_at_ = -1;
  int depth_ = 0;
  bool interrupted_ = false;
  bool reorder_ = false;
  bool hold_offloaded_ = false;
  bool cancel_loses_ = false;
  bool ended_ = false;
};

}  // namespace veriload::testing
