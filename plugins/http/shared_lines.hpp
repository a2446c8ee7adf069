// Connections to one host that the users of a worker share, and the calls that wait for one. Flow:
// session -> [shared_lines] -> connection.
#pragma once

#include "plugins/http/call_queue.hpp"
#include "plugins/http/connection.hpp"

#include <veriload_abi.h>

#include <cstdint>

namespace veriload::http_plugin {

struct settings;
struct worker;

/// For one origin and one set of settings that matter to a connection (`http.tls`, and the limits
/// below). A connection belongs to a session while it works on a call of it, and to this while it
/// is idle; the one used last is used next. Calls of all users wait in one queue, first come first
/// served.
///
/// Owned by the worker, and ended with it. Thread: one loop. No call completes inside these
/// functions: one that waited has its sleep to come back first.
class shared_lines {
 public:
  shared_lines(worker& on, const settings& chosen);
  ~shared_lines();
  shared_lines(const shared_lines&) = delete;
  shared_lines& operator=(const shared_lines&) = delete;

  /// An idle connection, which then belongs to the caller; null when there is none.
  connection* take_idle();

  /// True when one more may be opened; the caller does so and says opened().
  bool has_room() const { return open_ < limit_; }
  void opened() { ++open_; }

  /// A connection that a session held has become idle. serve() is to follow.
  void give_idle(connection& line);

  /// A connection that a session held is no longer open. serve() is to follow.
  void ended() { --open_; }

  /// Closes an idle connection; false when there is none.
  bool close_one();

  /// Lets the calls that wait go on, as far as there are connections for them.
  void serve();

  call_queue& waiting() { return waiting_; }
  std::uint32_t limit() const { return limit_; }
  std::uint32_t open() const { return open_; }
  worker& on() { return on_; }
  vl_ns idle_timeout() const { return idle_timeout_; }

  /// For connections: an idle one has ended.
  void idle_ended(connection& line);

 private:
  void take_out(connection& line);
  void close(connection& line);

  worker& on_;
  connection* idle_ = nullptr;  // last used first
  call_queue waiting_;
  std::uint32_t limit_;
  std::uint32_t open_ = 0;  // idle or held by a session
  vl_ns idle_timeout_;
  bool serving_ = false;
};

}  // namespace veriload::http_plugin
