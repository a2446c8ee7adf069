// All calls and connections of one virtual user. Flow: host -> [session] -> connection.
#pragma once

#include "plugins/http/connection.hpp"
#include "plugins/http/exchange.hpp"
#include "plugins/http/worker.hpp"

#include <veriload_abi.h>

#include <cstdint>

namespace veriload::http_plugin {

/// Calls may overlap: each takes an idle connection to its origin, or a new one while there are
/// fewer than max_connections_per_user, else it waits in order.
///
/// A connection that was used before may have been closed by the peer while the request was on its
/// way. When that shows before any byte of the answer, an idempotent call (GET, HEAD, PUT, DELETE,
/// OPTIONS, TRACE) is sent once more over a new connection; any other fails with VL_E_CLOSED,
/// because the peer may have acted on it.
///
/// Thread: one loop. No completion runs inside call(), cancel() or close().
class session {
 public:
  session(worker& shared, profile& chosen) : shared_(shared), profile_(chosen) {}
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  /// As vl_protocol_v1::call: VL_PENDING, or the final status with the reply filled.
  vl_status call(const vl_call& request, vl_reply& reply, vl_op& op);

  /// As vl_protocol_v1::cancel: VL_OK, or VL_E_INVALID when no call with that op is in flight.
  vl_status cancel(vl_op& op);

  bool busy() const { return all_ != nullptr; }
  std::uint32_t connections() const { return open_; }

  // For connections: what became of their call. The connection may be gone afterwards.
  void answered(connection& line, bool reusable);
  void lost(connection& line, const failure& why);
  void idle_ended(connection& line);
  void closed(connection& line);

  worker& shared() { return shared_; }
  const settings& chosen() const { return profile_.chosen(); }
  vl_ns now() const { return shared_.host.loop->now(shared_.loop); }

 private:
  static void on_defer(vl_op* op, vl_result result) noexcept;

  bool place(exchange& call);
  void wait(exchange& call);
  void leave_queue(exchange& call);
  void dispatch();
  void retire(connection& line);
  void recycle(connection& line);
  void give_up(exchange& call, vl_status status, const char* text);
  bool may_retry(const connection& line, const failure& why) const;
  void finish(exchange& call);
  void deliver(exchange& call);
  void recycle(exchange& call);

  worker& shared_;
  profile& profile_;
  connection* lines_ = nullptr;
  exchange* all_ = nullptr;
  exchange* first_waiting_ = nullptr;
  exchange* last_waiting_ = nullptr;
  std::uint32_t open_ = 0;    // connections that count against the limit: all but the closing ones
  bool inside_call_ = false;  // the host is in call() or cancel(): completions must wait
};

}  // namespace veriload::http_plugin
