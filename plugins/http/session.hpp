// All calls and connections of one virtual user. Flow: host -> [session] -> connection.
#pragma once

#include "plugins/http/connection.hpp"
#include "plugins/http/exchange.hpp"
#include "plugins/http/user_memory.hpp"
#include "plugins/http/worker.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <string>

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
  /// `user` is null in tests only: who counts and draws lots.
  session(worker& shared, profile& chosen, vl_user* user = nullptr)
      : shared_(shared),
        profile_(chosen),
        user_(user),
        memory_(shared.bodies, chosen.chosen().cache_bytes) {}
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

  /// Closes the connections that no call is using.
  void close_idle();

  worker& shared() { return shared_; }
  profile& own() { return profile_; }
  user_memory& memory() { return memory_; }
  const settings& chosen() const { return profile_.chosen(); }
  vl_ns connect_timeout(const exchange& call) const;
  /// Gives the user a certificate of its own. False with the reason in `why`.
  bool open_own_tls(const tls_user& who, failure& why);
  /// How this user's https connections are made; null with the reason in `why`.
  const vl_tls* tls(failure& why);
  /// 16 random characters, different for every user and call.
  std::string random_text();
  /// Puts the head of the call's next request into the worker's scratch.
  bool prepare(exchange& call, failure& why);
  vl_ns now() const { return shared_.host.loop->now(shared_.loop); }
  /// Of the call or the arrival that the host is telling about.
  vl_ns instant() const { return shared_.loop_instant(shared_.loop); }

 private:
  static void on_defer(vl_op* op, vl_result result) noexcept;

  // Those with `inline` are on every call's way and used in session.cpp alone.
  inline bool begin(exchange& call, failure& why);
  bool goes_on(exchange& call, std::uint32_t& code);
  bool served(exchange& call);
  const status_set& failing(const exchange& call) const;
  void proceed(exchange& call);
  bool place(exchange& call);
  void wait(exchange& call);
  void leave_queue(exchange& call);
  void dispatch();
  void retire(connection& line);
  void recycle(connection& line);
  void give_up(exchange& call, vl_status status, const char* text);
  bool may_retry(const connection& line, const failure& why) const;
  void finish(exchange& call);
  inline void deliver(exchange& call);
  inline void recycle(exchange& call);

  worker& shared_;
  profile& profile_;
  vl_user* user_;
  connection* lines_ = nullptr;
  exchange* all_ = nullptr;
  exchange* first_waiting_ = nullptr;
  exchange* last_waiting_ = nullptr;
  user_memory memory_;
  tls_handle own_tls_;
  std::uint32_t open_ = 0;    // connections that count against the limit: all but the closing ones
  bool inside_call_ = false;  // the host is in call() or cancel(): completions must wait
};

}  // namespace veriload::http_plugin
