// A host made of queues and virtual time. Flow: sdk tests -> [fake_host].
#pragma once

#include <veriload_abi.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::sdk_test {

/// What a call is answered with. Made with the defaults of a plain success, then changed.
struct scripted_reply {
  vl_status status = VL_OK;
  int code = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string error;
  bool later = true;   ///< through the ready queue, else at once
  bool never = false;  ///< pends until the user is cancelled
};

/// A call as the fake protocol saw it.
struct seen_call {
  std::string verb;
  std::string target;
  std::string name;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::uint32_t flags = 0;
  vl_ns timeout = 0;

  std::string header(std::string_view key) const;
};

/// The host of one test: one loop, one thread, time that moves only when nothing is ready.
class fake_host {
 public:
  fake_host();
  fake_host(const fake_host&) = delete;
  fake_host& operator=(const fake_host&) = delete;

  const vl_host* handle() const { return &host_.abi; }
  vl_user* user() { return reinterpret_cast<vl_user*>(this); }

  /// Runs what is ready and moves the clock to the next wake-up until nothing is left.
  void run_until_idle();

  /// Completes everything that pends with VL_E_CANCELED, on the next turn.
  void cancel_all();

  /// Leaves a service out, as an older host does.
  void without(std::string_view service) { missing_ = service; }

  std::deque<scripted_reply> replies;  ///< answers in order; when empty, a plain 200
  std::vector<seen_call> calls;
  vl_status open_status = VL_OK;
  bool open_later = false;
  int opens = 0;
  int live_replies = 0;  ///< handed out and not released

  std::map<std::string, std::string, std::less<>> persona;
  int field_lookups = 0;
  std::uint64_t user_number = 7;
  std::deque<std::uint64_t> random_numbers;  ///< then a counter
  bool stopping = false;
  bool stop_asked = false;
  std::vector<std::pair<std::string, std::string>> failures;  ///< kind, message

  std::map<std::string, double> counters;             ///< "name unit"
  std::map<std::string, std::pair<int, int>> checks;  ///< passed, failed
  std::vector<std::string> log_lines;                 ///< "20 text key=value"
  std::vector<const vl_user_class*> classes;
  vl_ns now = 1'000'000'000;

 private:
  friend struct services;
  struct abi_host {
    vl_host abi;  // first: the address of the host is the address of this
    fake_host* self;
  };
  struct timer {
    vl_ns when;
    vl_op* op;
  };
  struct pending_call {
    vl_op* op;
  };

  abi_host host_;
  std::string missing_;
  std::vector<std::pair<vl_op*, vl_result>> ready_;
  std::vector<timer> timers_;
  std::vector<pending_call> stuck_;
  std::map<std::string, vl_id> names_;
};

/// An op that keeps its result.
struct kept_op : vl_op {
  kept_op() : vl_op{&completed, nullptr, {}} {}
  std::optional<vl_result> result;

 private:
  static void completed(vl_op* op, vl_result r) noexcept { static_cast<kept_op*>(op)->result = r; }
};

/// One user of a class, driven as the host drives it.
class live_user {
 public:
  /// Throws std::runtime_error with the reason when `create` fails.
  live_user(fake_host& host, const vl_user_class* of);
  ~live_user();
  live_user(const live_user&) = delete;
  live_user& operator=(const live_user&) = delete;

  vl_status on_start() {
    return drive([&](vl_op* op) { return class_->on_start(state_, op); });
  }
  vl_status run(std::uint32_t task = 0) {
    return drive([&](vl_op* op) { return class_->run(state_, task, op); });
  }
  vl_status on_stop() {
    return drive([&](vl_op* op) { return class_->on_stop(state_, op); });
  }

  /// Starts a task and leaves it pending.
  vl_status start(kept_op& op, std::uint32_t task = 0) { return class_->run(state_, task, &op); }

  void* state() const { return state_; }

 private:
  template <class Start>
  vl_status drive(Start&& start) {
    kept_op op;
    const vl_status status = start(&op);
    if (status != VL_PENDING) return status;
    host_.run_until_idle();
    return op.result ? op.result->status : vl_status{VL_PENDING};
  }

  fake_host& host_;
  const vl_user_class* class_;
  void* state_ = nullptr;
};

}  // namespace veriload::sdk_test
