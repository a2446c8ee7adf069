// A host whose tables watch what a plugin does with them. Flow: rules -> [checked host] -> plugin.
#pragma once

#include "veriload_abi.h"

#include <veriload/testing/fake_host.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace veriload::plugin_check {

/// The host of the SDK's tests, with virtual time and scripted peers, behind tables that look at
/// every call first: is this thread and stage allowed (T01), is the handle still alive (M02). A
/// call that is neither is refused with VL_E_MISUSE.
///
/// Thread: the one that drives it; a plugin's own threads may call what is marked [any].
class checked_host {
 public:
  checked_host();
  ~checked_host();
  checked_host(const checked_host&) = delete;
  checked_host& operator=(const checked_host&) = delete;

  testing::fake_host fake;

  const vl_host* handle() const noexcept { return &host_.abi; }

  /// A user that lives until `retire`. Owned by the host.
  testing::fake_user& new_user();

  /// From now on nobody may use this loop, user or session.
  void retire(const void* handle);
  static void retire_everywhere(const void* handle);

  /// Turns the loop until `done`, `limit` ns of virtual time or many turns have passed, or nothing
  /// is left to happen. Waits a moment of real time for threads of the plugin. With `ticks`
  /// something happens after a millisecond in any case, so that an interruption finds a turn also
  /// in silence. Gives `done()`.
  bool run_until(const std::function<bool()>& done, vl_ns limit, bool ticks = false);

  /// Serves nothing but what is listed; see fake_host::without for the rest.
  void serve_nothing() noexcept { serves_nothing_ = true; }

 private:
  friend struct checked_functions;
  struct abi_host {
    vl_host abi;  // first: the address of the host is the address of this
    checked_host* self;
  };
  struct foreign_post {
    vl_loop* loop;
    vl_op* op;
  };
  struct proxied_work;

  // Keeps time from jumping over an instant.
  struct alarm final : testing::event_source {
    std::size_t due(vl_ns now) override { return when != 0 && when <= now ? 1 : 0; }
    void happen(std::size_t) override { when = 0; }
    vl_ns next(vl_ns) const override { return when; }
    vl_ns when = 0;
  };

  static checked_host& of(const vl_host* host) noexcept {
    return *reinterpret_cast<const abi_host*>(host)->self;
  }
  static const void* service(const vl_host* host, const char* id) noexcept;
  static vl_status post(vl_loop* loop, vl_op* op) noexcept;
  static vl_status offload(vl_loop* loop, vl_work* work, vl_op* op) noexcept;
  static checked_host& behind(vl_loop* loop) noexcept;
  static bool alive(const char* function, const void* handle);
  static bool alive(const char* function, vl_stream* handle);
  static bool refuse_dead(const char* function);
  bool take_foreign_posts();
  bool wait_for_foreign_posts();

  abi_host host_;
  alarm tick_, limit_;
  bool serves_nothing_ = false;
  std::vector<std::unique_ptr<testing::fake_user>> users_;
  std::set<const void*> dead_;  // under the lock of all hosts
  std::vector<std::unique_ptr<proxied_work>> works_;
  std::mutex lock_;
  std::condition_variable arrived_;
  std::deque<foreign_post> foreign_;
};

}  // namespace veriload::plugin_check
