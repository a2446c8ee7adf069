// One user of a class, driven as the host drives it. Flow: test -> [live_user] -> scenario.
#pragma once

#include <veriload/testing/fake_host.hpp>
#include <veriload/testing/watched_op.hpp>

#include <veriload_abi.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::testing {

/// Makes the state of one user, and runs its hooks and tasks. Its end is that of a user in a run:
/// what is pending is cancelled, the sessions are closed, then the state is destroyed. The host
/// must outlive it.
class live_user {
 public:
  /// Throws std::runtime_error with the reason when `create` fails.
  live_user(fake_host& host, const vl_user_class* of) : live_user(host.user, of) {}
  live_user(fake_user& user, const vl_user_class* of);
  ~live_user();
  live_user(const live_user&) = delete;
  live_user& operator=(const live_user&) = delete;

  /// Runs a hook or task and the host until it is idle. The status it ended with. What
  /// then still waits is cancelled, as a host does after the drain time, and gives VL_PENDING. A
  /// hook that the class has not is VL_OK.
  vl_status on_start();
  vl_status run(std::uint32_t task = 0);
  vl_status on_stop();

  /// The same for a task by name. Throws std::runtime_error when there is none.
  vl_status run(std::string_view task) { return run(index_of(task)); }
  std::uint32_t index_of(std::string_view task) const;

  /// Starts a hook or task and leaves it pending.
  vl_status start_on_start(watched_op& op);
  vl_status start(watched_op& op, std::uint32_t task = 0);
  vl_status start_on_stop(watched_op& op);

  /// Ends the state early, when nothing of it is pending; also from within the completion of the
  /// last op of it.
  void destroy();

  void* state() const noexcept { return state_; }

 private:
  fake_user& user_;
  const vl_user_class* class_;
  void* state_ = nullptr;
};

}  // namespace veriload::testing
