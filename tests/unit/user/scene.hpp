// One user on a real loop, with a scripted user class and a scripted protocol. Flow: test ->
// [scene] -> user.
#pragma once

#include "core/aggregation/name_table.hpp"
#include "core/aggregation/recorder.hpp"
#include "core/loop/reactor.hpp"
#include "core/personas/engine_source.hpp"
#include "core/user/services.hpp"
#include "core/user/virtual_user.hpp"
#include "tests/unit/loop/recorded_op.hpp"
#include "tests/unit/personas/pools.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace veriload::users::test {

using loop::test::recorded_op;

/// A protocol without traffic: calls end as the test says. Every function that is called is written
/// down.
struct scripted_protocol {
  explicit scripted_protocol(std::vector<std::string>& log);

  std::vector<std::string>& done;
  vl_protocol_v1 table{};
  loop::reactor* loop = nullptr;
  vl_status open_status = VL_OK;
  vl_status close_status = VL_OK;
  vl_status call_status = VL_OK;  ///< VL_PENDING keeps the op in `calls`
  vl_reply answer{};              ///< copied into the reply, its size excepted
  std::vector<vl_op*> opens;      ///< pending, as are the next two
  std::vector<vl_op*> calls;
  std::vector<vl_op*> closes;
  bool cancels_calls = true;           ///< a cancelled call or open completes on a later turn
  bool opens_can_be_cancelled = true;  ///< a pending open leaves its session for `cancel`

  void** late_session = nullptr;  ///< where an open that could not be cancelled puts its session

  /// Completes the oldest pending op of a list from the loop's top level.
  void complete(std::vector<vl_op*>& pending, vl_result result);
};

/// Runs one user from its start to its end. Hooks that are not set answer VL_OK at once, and a task
/// without a script asks for the end.
struct scene {
  scene();
  ~scene();

  /// Starts the user from the loop's top level; it is alive until `run_to_end` or `turn` sees its
  /// end.
  void start();

  /// Runs the loop until the user has ended.
  void run_to_end();

  void turn(int times = 1) {
    for (; times > 0; --times)
      loop::test::turn(loop);
  }

  /// Starts the user and runs to its end.
  void live() {
    start();
    run_to_end();
  }

  vl_user* handle() { return handle_of(*user); }
  bool ended() const { return user == nullptr; }
  std::vector<aggregation::task_cause> failures() const { return recorder.task_failures().kept(); }

  /// A session that opened at once.
  vl_session* session();

  /// Calls "GET /cart" with a fresh reply.
  vl_status get(vl_session* on, vl_op& op);

  std::vector<std::string> done;  ///< what was called, in order
  loop::reactor loop{{}};
  aggregation::recorder recorder;
  aggregation::name_table endpoints, segments, tasks, checks, counters;
  personas::engine_source personas{personas::test::pool_of(10)};
  scripted_protocol protocol{done};
  worker_context context{};
  host::user_class kind;
  virtual_user* user = nullptr;

  std::function<vl_status(vl_error*)> create;
  std::function<vl_status(vl_op*)> on_start;
  std::function<vl_status(vl_op*)> run;
  std::function<vl_status(vl_op*)> on_stop;
  int runs = 0;
  base::ns planned = 0;  ///< the arrival that the user is for
  vl_call request{};
  vl_reply reply{};

 private:
  recorded_op starter_;
};

}  // namespace veriload::users::test
