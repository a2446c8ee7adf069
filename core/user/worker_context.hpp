// What the users of one worker share. Flow: run -> [worker context] -> user.
#pragma once

#include "core/aggregation/failed_personas.hpp"
#include "core/host/loop_handle.hpp"
#include "core/scheduler/pause.hpp"
#include "core/scheduler/rate_limit.hpp"
#include "core/user/user_op.hpp"

#include "veriload_abi.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace veriload::aggregation {
class name_table;
class recorder;
}  // namespace veriload::aggregation
namespace veriload::host {
struct user_class;
}
namespace veriload::loop {
class reactor;
}
namespace veriload::personas {
class persona_source;
}

namespace veriload::users {

/// A protocol as one worker uses it.
struct protocol_on_worker {
  const host::plugin* owner;
  const vl_protocol_v1* table;
  std::string_view name;
  vl_loop loop;            ///< the handle that this plugin was given
  void* worker = nullptr;  ///< what its worker_open returned
};

/// Names of the whole run, interned once. Thread: any.
struct run_names {
  aggregation::name_table* endpoints;
  aggregation::name_table* segments;
  aggregation::name_table* tasks;
  aggregation::name_table* checks;
  aggregation::name_table* counters;
};

/// The part of a scenario that a worker's loop entered last, for whoever asks why it does not turn.
/// Written by the loop, read by any thread.
class scenario_place {
 public:
  static constexpr std::uint32_t nowhere = 0, on_start = 1, on_stop = 2, first_task = 3;

  void enter(std::uint32_t part, const host::user_class& of) noexcept {
    class_.store(&of, std::memory_order_relaxed);
    part_.store(part, std::memory_order_relaxed);
  }
  std::uint32_t last() const noexcept { return part_.load(std::memory_order_relaxed); }
  const host::user_class* last_class() const noexcept {
    return class_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint32_t> part_{nowhere};
  std::atomic<const host::user_class*> class_{nullptr};
};

/// Owned by the worker; outlives its users. Thread: the worker's loop.
struct worker_context {
  loop::reactor* loop;
  aggregation::recorder* recorder;
  run_names names;
  const personas::persona_source* personas;
  std::uint64_t seed;  ///< of the run
  bool one_pass;       ///< each user does one iteration and stops, unless `iterations` says more
  vl_loop scenario_loop;
  std::vector<protocol_on_worker> protocols;  ///< never grows once a user exists
  user_op_pool<user_op> ops;
  user_op_pool<call_op> call_ops;
  scenario_place place;
  aggregation::failed_personas failed;
  std::optional<scheduler::rate_limit> limit;  ///< this worker's part of safety.max_rps

  std::optional<scheduler::pause> think_time;  ///< between two iterations
  std::optional<scheduler::pause> pacing;  ///< from one planned start of an iteration to the next
  std::uint64_t iterations = 0;            ///< of each user; 0 = no limit
  std::uint64_t iterations_left = UINT64_MAX;  ///< that users of this worker may still begin

  /// Called from the loop's top level when a user is done with what an arrival wanted and waits for
  /// the next; null: users go on by themselves. Whoever takes it up calls `begin_iteration`, now or
  /// later.
  void (*user_idle)(void* worker, virtual_user& user) noexcept = nullptr;

  /// Called from the loop's top level when a user has ended and everything of it is gone; the
  /// callee deletes it.
  void (*user_ended)(void* worker, virtual_user& user) noexcept;
  void* worker;
};

}  // namespace veriload::users
