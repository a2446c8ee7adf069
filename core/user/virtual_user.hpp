// The life of one virtual user: start, tasks, stop. Flow: scheduler -> [user] -> protocol plugin ->
// sample.
#pragma once

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/host/declared.hpp"
#include "core/personas/records/record_kind.hpp"
#include "core/user/worker_context.hpp"

#include "veriload_abi.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A user's session of one protocol, behind the scenario's handle.
struct vl_session {
  veriload::users::virtual_user* user;
  const veriload::users::protocol_on_worker* protocol;
  void* self;               ///< the plugin's session, once opened
  std::uint32_t in_flight;  ///< calls without completion
  bool open;
  vl_op* closing;  ///< the scenario's op of an explicit close, which waits for the calls
  vl_op close_op;  ///< the host's half of a close
  std::unique_ptr<vl_session> older;  ///< of the same user
};

namespace veriload::aggregation {
struct sample;
}

namespace veriload::users {

/// One user, from its start to its end, on one loop.
///
/// Steps: create, on_start, tasks until it is to stop, on_stop, sessions closed, state destroyed.
/// What the hooks left pending is cancelled and waited for before the sessions are closed. A step
/// that fails is recorded; a failed on_start goes straight to on_stop, a failed task is
/// counted and the next one follows. A user whose tasks fail again and again without having got any
/// answer or slept starts the next one 10 ms after the last, doubled up to 1 s, so that neither a
/// broken scenario nor a target that refuses can turn users into a busy loop.
///
/// Thread: its loop's. Ownership: the worker's; it must stay in place while it lives.
class virtual_user {
 public:
  virtual_user(worker_context& worker, const host::user_class& kind, std::uint64_t number,
               std::uint64_t persona);
  ~virtual_user();
  virtual_user(const virtual_user&) = delete;
  virtual_user& operator=(const virtual_user&) = delete;

  /// Begins the life; call once, from the loop's top level. `user_ended` may come only later. The
  /// first request is measured from `planned`, the instant of the arrival that this user is for; 0:
  /// from when it is wanted.
  void start(base::ns planned = 0);

  /// Takes up the arrival of the instant `planned`, of which the first request is measured. The
  /// user waits, as `user_idle` has told. Call from the loop's top level.
  void begin_iteration(base::ns planned);

  /// Asks for the end after the current task, and after the arrival that the user is for.
  void ask_to_stop() noexcept;

  /// The user itself wants to end: nothing new is begun, not even its arrival.
  void leave() noexcept {
    has_arrival_ = false;
    ask_to_stop();
  }

  /// Ends what the user waits for. The first call lets on_stop still use its operations; a second
  /// one ends those too.
  void cancel() noexcept;

  bool stopping() const noexcept { return stop_asked_; }
  std::uint64_t number() const noexcept { return number_; }

  // What the service tables are made of.
  worker_context& worker() noexcept { return *worker_; }
  std::uint64_t random() noexcept { return random_.next(); }
  std::uint32_t segment_id() const noexcept { return segment_; }
  std::string_view segment() const;
  std::string_view persona_value(std::uint32_t field);
  void append_record(personas::record_kind kind, std::uint64_t number, std::string& out) const;
  /// A request of this user failed.
  void note_failed(const aggregation::sample& failed);
  void note_failure(std::string_view kind, std::string_view message);
  vl_status sleep_until(base::ns when, vl_op& op);
  vl_status wait_for_stop(vl_op& op);
  vl_status cancel(vl_op& op) noexcept;
  vl_status open(std::string_view protocol, const vl_node* config, vl_session** out, vl_op& op);
  vl_status call(vl_session& session, const vl_call& call, vl_reply& reply, vl_op& op);
  vl_status close(vl_session& session, vl_op& op);

 private:
  enum class step : std::uint8_t { starting, running, resting, idle, stopping, closing, ended };

  /// What many users never have: most are asleep, or use no persona.
  struct extra {
    // What was asked for so far; texts stay where they are.
    std::vector<std::pair<std::uint32_t, std::unique_ptr<std::string>>> persona_values;
    // Kind and message of the running step.
    std::optional<std::pair<std::string, std::string>> failure;
    // When pacing wanted the running iteration, exactly.
    base::ns pace = 0;
  };

  // virtual_user.cpp: the life
  static void on_step(vl_op* op, vl_result result) noexcept;
  void step_done(vl_result result);
  void enters_scenario() noexcept;
  void begin(vl_status (*hook)(void*, vl_op*) noexcept);
  void next_iteration();
  bool may_begin_iteration() const noexcept;
  void iteration_done(vl_result result);
  base::ns rest_after_failures(bool failed) noexcept;
  base::ns next_planned();
  void rest_until(base::ns when);
  void begin_stop();
  void close_next_session();
  bool has_left_over() const noexcept;
  void end_left_over() noexcept;
  void end();
  void record_failure(std::string_view where, vl_result result);
  extra& need_extra();

  // user_ops.cpp: pending operations and calls
  template <class Op>
  Op& add_op(Op& op, op_kind kind, vl_op& outer) noexcept;
  void take_out(user_op& op) noexcept;
  void remove_op(user_op& op) noexcept;
  void remove_op(call_op& op) noexcept;
  vl_status answer_canceled(vl_op& op);
  bool refuses_ops() const noexcept;
  void cancel_op(user_op& op) noexcept;
  static void on_op_done(vl_op* done, vl_result result) noexcept;
  void complete(vl_op& outer, vl_result result) noexcept;
  void left_over_ended() noexcept;
  vl_status start_call(call_op& op, const vl_call& call);
  void record_call(const call_op& op, vl_result result);
  void call_done(call_op& op);
  void session_closed(vl_session& session);

  worker_context* worker_;
  const host::user_class* kind_;
  void* state_ = nullptr;
  user_op* pending_ = nullptr;
  vl_op step_op_;
  base::ns iteration_began_ = 0;
  base::ns planned_ = 0;  // the plan of the next request; 0 = when it is wanted
  std::uint64_t number_;
  std::uint64_t persona_;
  base::random_stream random_;
  std::unique_ptr<vl_session> sessions_;  // the newest, which owns the older ones
  std::unique_ptr<extra> extra_;
  std::uint32_t segment_;
  std::uint32_t task_ = 0;
  std::uint32_t iterations_ = 0;        // begun; stays at its highest
  std::uint8_t failures_in_a_row_ = 0;  // without an achievement; up to the longest rest
  std::uint8_t cancels_ = 0;
  step step_ = step::starting;
  bool achieved_something_ : 1 = false;  // in this iteration: an answer came, or a sleep ended
  bool stop_asked_ : 1 = false;
  bool has_arrival_ : 1 = false;       // an arrival that was not begun yet
  bool awaits_left_over_ : 1 = false;  // closing goes on when the last of them has completed

 public:
  // The worker's: whether it counts this one as winding down, and links of its list of users. Here,
  // where they leave no gap: there may be millions of users.
  bool winding_down : 1 = false;
  virtual_user* previous = nullptr;
  virtual_user* next = nullptr;
};

/// The handle that plugins hold is the user itself.
inline vl_user* handle_of(virtual_user& user) noexcept { return reinterpret_cast<vl_user*>(&user); }
inline virtual_user& user_of(vl_user* handle) noexcept {
  return *reinterpret_cast<virtual_user*>(handle);
}

}  // namespace veriload::users
