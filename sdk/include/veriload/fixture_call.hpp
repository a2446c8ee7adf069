// One call of a fixture under way. Flow: fixture table -> [fixture_call] -> task of a connection.
#pragma once

#include "veriload/call_stop.hpp"
#include "veriload/guard.hpp"
#include "veriload/plugin.hpp"
#include "veriload/task.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Thrown by `create` when it is certain that no row came to be: the resource said no, or nothing
/// was sent. Any other failure of a create leaves that open, and the host searches for the row.
class row_refused : public error {
 public:
  row_refused(const char* kind, const std::string& message, vl_status status = VL_E_STATUS)
      : error(kind, message, status) {}
};

class fixture_connection;

/// Completes the host's op with a value, from the top level of the loop. Owns itself while it is
/// under way. Thread: loop.
class fixture_call final : private task_listener, private vl_op {
 public:
  /// What the calls of one connection share.
  struct home {
    const vl_host* host = nullptr;
    const vl_loop_v1* loops = nullptr;
    vl_loop* loop = nullptr;
    fixture_call* newest = nullptr;  ///< of those under way

    /// Asks the call of that op to end. Gives VL_E_INVALID when none is under way.
    vl_status cancel(const vl_op* op) const noexcept {
      for (fixture_call* call = newest; call != nullptr; call = call->older_) {
        if (call->host_op_ == op) return call->stop_.ask(), VL_OK;
      }
      return VL_E_INVALID;
    }
  };

  /// Starts the work that `make(stop)` gives, a task<uint64_t>. As every start function. `creates`
  /// is true for a call whose failure says whether a row came to be.
  template <class Make>
  static vl_status start(home& at, vl_op* op, vl_error* error, bool creates, Make&& make) noexcept {
    std::unique_ptr<fixture_call> made;
    bool ended = false;
    std::exception_ptr failure = failure_of([&] {
      made.reset(new fixture_call(at, op, error, creates));
      made->work_ = make(made->stop_);
      ended = made->work_.start();
    });
    if (!failure && ended) failure = made->work_.failure();
    // An answer at once says that no row came to be.
    const bool known = !failure || !made || !made->work_ || !creates || is_certain(failure);
    if (failure && known) return tell(at, error, failure);
    if (!ended) {
      made->work_.continue_with(made.get());
    } else {
      // A start function cannot return a value: it comes with a completion.
      const vl_status posted = at.loops->post(at.loop, made.get());
      if (posted != VL_PENDING) return posted;
    }
    made.release()->hang();  // the completion deletes it
    return VL_PENDING;
  }

 private:
  fixture_call(home& at, vl_op* op, vl_error* error, bool creates) noexcept
      : task_listener{&over},
        vl_op{&posted, this, {}},
        at_(&at),
        host_op_(op),
        error_(error),
        creates_(creates) {}

  static void over(task_listener* listener) noexcept {
    static_cast<fixture_call*>(listener)->finish();
  }
  static void posted(vl_op* op, vl_result) noexcept { static_cast<fixture_call*>(op)->finish(); }

  void hang() noexcept {
    older_ = at_->newest;
    if (older_ != nullptr) older_->newer_ = this;
    at_->newest = this;
  }
  void take_out() noexcept {
    (newer_ != nullptr ? newer_->older_ : at_->newest) = older_;
    if (older_ != nullptr) older_->newer_ = newer_;
  }

  void finish() noexcept {
    vl_result result{VL_OK, 0, 0};
    if (const std::exception_ptr failure = work_.failure()) {
      result.status = tell(*at_, error_, failure);
      if (creates_ && is_certain(failure)) result.value = VL_FIXTURE_NOT_CREATED;
    } else {
      result.value = work_.take();
    }
    vl_op* const op = host_op_;
    take_out();
    delete this;
    op->complete(op, result);  // last: the connection may be closed in it
  }

  // By its type, or because nothing is sent before such a failure.
  static bool is_certain(const std::exception_ptr& failure) noexcept {
    bool refused = false;
    static_cast<void>(failure_of([&] {
      try {
        std::rethrow_exception(failure);
      } catch (const row_refused&) {
        refused = true;
      }
    }));
    if (refused) return true;
    vl_status status = VL_E_EXCEPTION;
    tell_exception(failure,
                   [&](vl_status found, std::string_view, std::string_view) { status = found; });
    return status == VL_E_INVALID || status == VL_E_UNSUPPORTED || status == VL_E_CONFIG ||
           status == VL_E_DNS || status == VL_E_CONNECT || status == VL_E_BLOCKED;
  }

  // The reason goes to whoever asked for it, else to the log.
  static vl_status tell(const home& at, vl_error* error,
                        const std::exception_ptr& failure) noexcept {
    vl_status outcome = VL_E_EXCEPTION;
    tell_exception(failure, [&](vl_status status, std::string_view, std::string_view message) {
      outcome = status;
      if (error != nullptr) {
        error_text(error, status, message);
        return;
      }
      const vl_log_v1* log = find_service<vl_log_v1>(at.host);
      if (log != nullptr) log->write(at.host, VL_LOG_WARNING, to_str(message), nullptr, 0);
    });
    return outcome;
  }

  home* at_;
  vl_op* host_op_;
  vl_error* error_;
  bool creates_;
  fixture_call* older_ = nullptr;
  fixture_call* newer_ = nullptr;
  call_stop stop_;
  task<std::uint64_t> work_;
};

}  // namespace v1
}  // namespace veriload
