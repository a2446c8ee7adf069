// One thread with one loop and the users that live on it. Flow: scheduler -> [worker] -> user ->
// aggregation.
#pragma once

#include "core/aggregation/recorder.hpp"
#include "core/aggregation/run_result.hpp"
#include "core/loop/reactor.hpp"
#include "core/personas/persona_pool.hpp"
#include "core/run/run_shape.hpp"
#include "core/run/worker_events.hpp"
#include "core/run/worker_probe.hpp"
#include "core/scheduler/spawn_budget.hpp"
#include "core/user/virtual_user.hpp"
#include "core/user/worker_context.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace veriload::run {

/// Starts and stops the users of its share of the plan, by the plan's own clock.
///
/// Worker w of n runs the users, takes the start slots and owns the personas whose number modulo n
/// is w, so the workers need not talk to each other. It ends when the plan ends or it is asked to,
/// after its last user has wound down.
class worker {
 public:
  /// `shape` and `events` outlive the worker. Thread: main.
  worker(const run_shape& shape, std::uint32_t index, worker_events& events);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// Runs from the instant `start` until the end; call on the thread that becomes this worker's.
  void run(base::ns start);

  /// Asks users to finish their current task and end. Thread: any; once is enough.
  void ask_to_stop() noexcept;

  /// Ends what users wait for, on_stop included when called again. Thread: any.
  void ask_to_cancel() noexcept;

  /// For how long the loop has been busy with one thing; 0 when it waits. Thread: any.
  base::ns busy_for(base::ns now) const noexcept { return loop_.busy_for(now); }

  /// What of the scenario the loop entered last, for people. Thread: any.
  std::string scenario_place() const;

  /// How thread and loop fare. Thread: any, as its functions say.
  worker_probe& probe() noexcept { return probe_; }

  // After `run` has returned. Thread: main.
  loop::reactor_counters loop_counters() const noexcept { return loop_.counters(); }
  aggregation::recorder& recorder() noexcept { return recorder_; }
  const aggregation::failed_personas& failed_personas() const noexcept { return context_.failed; }
  std::uint64_t starts() const noexcept { return starts_; }
  std::uint64_t abandoned() const noexcept { return abandoned_; }
  /// Of a plan with arrivals; all 0 of any other.
  const aggregation::arrival_counts& arrivals() const noexcept { return arrival_counts_; }

  /// Ids of the personas that users of this worker had, in the order of their first use, at most
  /// `most`.
  std::vector<std::string> first_persona_ids(std::size_t most) const;

  /// How many different personas users of this worker had: the first of its part.
  std::uint64_t used_personas() const;

 private:
  // worker.cpp: the life of the worker
  bool open_plugins();
  void close_plugins() noexcept;
  void on_tick();
  void on_second();
  void on_drain_over();
  void begin_drain(end_reason reason);
  void end_when_empty();
  void on_warmup_over() { recorder_.end_warmup(); }

  // worker_users.cpp: starting and stopping users
  void follow_plan(base::ns elapsed);
  void start_users(std::uint64_t n);
  bool start_user(base::ns planned);
  void stop_newest(std::uint64_t n);
  void wind_down(users::virtual_user& user) noexcept;
  void cancel_all() noexcept;
  void user_ended(users::virtual_user& user) noexcept;

  // worker_arrivals.cpp: arrivals and who takes them
  void open_arrivals();
  void take_arrivals();
  bool begin_arrival(base::ns planned);
  void count_due(base::ns elapsed);
  void close_arrivals();
  void user_idle(users::virtual_user& user);
  void release_idle();

  template <void (worker::*Member)()>
  struct worker_timer : loop::timer {
    worker_timer() noexcept
        : timer([](timer& t) noexcept { (static_cast<worker_timer&>(t).owner->*Member)(); }) {}
    worker* owner = nullptr;
  };

  const run_shape* shape_;
  worker_events* events_;
  std::uint32_t index_;
  loop::reactor loop_;
  worker_probe probe_{loop_};
  aggregation::recorder recorder_;
  users::worker_context context_;
  personas::persona_pool personas_;
  scheduler::spawn_budget budget_;
  base::ns start_ = 0;
  base::ns next_second_ = 0;

  users::virtual_user* newest_ = nullptr;  // list of users, newest first
  std::uint64_t active_ = 0;               // users that have not ended
  std::uint64_t stopping_ = 0;             // of these, asked to stop
  std::uint64_t starts_ = 0;
  std::uint64_t abandoned_ = 0;
  void* scenario_worker_ = nullptr;
  bool scenario_open_ = false;
  bool draining_ = false;
  bool one_pass_started_ = false;

  struct arrival_pulse : loop::pulse {
    worker* owner = nullptr;
  };
  arrival_pulse arrival_pulse_;
  std::optional<scheduler::arrival_cursor> next_arrival_;  // that nobody has begun
  std::optional<scheduler::arrival_cursor> next_due_;      // that has not come yet
  aggregation::arrival_counts arrival_counts_;
  std::vector<users::virtual_user*> idle_;  // who waits for an arrival, the last one first

  worker_timer<&worker::on_warmup_over> warmup_timer_;
  worker_timer<&worker::on_tick> tick_timer_;
  worker_timer<&worker::on_second> second_timer_;
  worker_timer<&worker::on_drain_over> drain_timer_;
  vl_op stop_op_{};
  vl_op cancel_ops_[3]{};
  std::atomic<bool> stop_posted_{false};
  std::atomic<std::uint32_t> cancels_posted_{0};
  std::uint32_t cancels_ = 0;
};

}  // namespace veriload::run
