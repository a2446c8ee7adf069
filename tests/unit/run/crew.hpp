// A run without a network: a scripted user class and workers on threads of their own. Flow: test ->
// [crew] -> worker.
#pragma once

#include "core/aggregation/name_table.hpp"
#include "core/personas/engine_source.hpp"
#include "core/run/worker.hpp"
#include "core/user/services.hpp"
#include "tests/unit/personas/pools.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace veriload::run::test {

/// What a user of the crew does in its task.
enum class task_style {
  short_sleeps,     ///< 2 ms, again and again
  until_stopped,    ///< waits for the notice to stop
  until_cancelled,  ///< sleeps for an hour
  blind,            ///< as before, and starts again whatever ends it, also in on_stop
  at_once           ///< succeeds without waiting
};

/// Writes down what workers and users do. Thread: any.
class crew : public worker_events {
 public:
  crew();

  void second_done(std::uint32_t worker, std::uint64_t second,
                   const aggregation::interval_block& measured) override;
  void winding_down(std::uint32_t worker, end_reason reason, const std::string& text) override;
  void ended(std::uint32_t worker) override;

  /// Runs `shape.workers` workers to their end.
  void run();

  /// The worker of the last `run`.
  worker& at(std::size_t i) { return *workers_[i]; }

  struct life {
    base::ns began = 0;
    base::ns stop_hook = 0;  ///< on_stop
    base::ns gone = 0;
    std::string persona;
  };

  run_shape shape;
  base::ns start = 0;
  task_style style = task_style::short_sleeps;
  std::uint64_t asks_at_number = UINT64_MAX;  ///< the user with this number asks for the following
  /// Of worker 0, or of itself: to end; `leave_late` keeps its task for an hour all the same.
  enum class ask { stop, cancel_once, cancel_twice, leave, leave_late } asked = ask::stop;

  std::mutex mutex;
  std::map<std::uint64_t, life> lives;  ///< by user number
  std::vector<end_reason> reasons;
  std::vector<std::string> texts;
  std::vector<std::uint32_t> ended_workers;
  std::vector<std::uint64_t> seconds;
  std::vector<std::string>
      plugin_calls;  ///< worker_open and worker_close of protocols and scenario

  /// Most users that lived at one time.
  std::size_t peak() const;

  vl_protocol_v1 protocol{};
  vl_scenario_v1 scenario{};
  host::user_class kind;

 private:
  struct state {
    crew* owner;
    vl_user* user;
    std::uint64_t number;
  };
  vl_status task(state& of, vl_op* op);
  void ask_worker();

  personas::engine_source personas_{personas::test::pool_of(1'000)};
  aggregation::name_table endpoints_, segments_, tasks_, checks_, counters_;
  std::vector<std::unique_ptr<worker>> workers_;
};

}  // namespace veriload::run::test
