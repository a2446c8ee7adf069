// All calls and connections of one virtual user. Flow: host -> [session] -> connection.
#pragma once

#include "plugins/http/call_queue.hpp"
#include "plugins/http/connection.hpp"
#include "plugins/http/exchange.hpp"
#include "plugins/http/user_memory.hpp"
#include "plugins/http/worker.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <memory>
#include <string>

namespace veriload::http_plugin {

class token_source;

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
  /// `user` is who counts and draws lots; null in tests, and where no user stands behind.
  session(worker& shared, profile& chosen, vl_user* user = nullptr);
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  /// As vl_protocol_v1::call: VL_PENDING, or the final status with the reply filled.
  vl_status call(const vl_call& request, vl_reply& reply, vl_op& op);

  /// As vl_protocol_v1::cancel: VL_OK, or VL_E_INVALID when no call with that op is in flight.
  vl_status cancel(vl_op& op);

  bool busy() const { return all_ != nullptr; }

  /// The session is not busy and is to end. True when something else of it must end first: then
  /// `this` is deleted and `closed` completed with VL_OK later. False: it can be deleted now.
  bool ends_later(vl_op& closed);

  /// Those that are open and not closing; of shared ones those that work on its calls.
  std::uint32_t connections() const { return open_; }

  // For connections: what became of their call. The connection may be gone afterwards.
  void answered(connection& line, bool reusable);
  void lost(connection& line, const failure& why);
  void idle_ended(connection& line);
  void closed(connection& line);

  /// A call that waited for a shared connection may have one, or the room for one.
  void take_turn(exchange& call);

  /// Closes the connections of its own that no call is using.
  void close_idle();

  worker& shared() { return shared_; }
  profile& own() { return profile_; }
  vl_user* user() { return user_; }
  user_memory& memory() { return memory_; }
  const settings& chosen() const { return profile_.chosen(); }
  vl_ns connect_timeout(const exchange& call) const;
  /// Gives the user a certificate of its own. False with the reason in `why`.
  bool open_own_tls(const tls_user& who, failure& why);
  /// Uses another session's TLS settings, which outlive this; null = no change.
  void lend_tls(const vl_tls* tls) { tls_ = tls; }
  /// Makes ready what http.auth asks for. Once, before the first call and after open_own_tls. False
  /// with the reason in `why`.
  bool open_login(failure& why);
  /// Where the tokens of this user's calls come from; null without http.auth.
  token_source* login() { return login_; }
  /// A call that waited for a token goes on with it, or fails.
  void token_came(exchange& call);
  void token_failed(exchange& call, const failure& why);
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
  bool awaits_token(exchange& call);
  const status_set& failing(const exchange& call) const;
  void proceed(exchange& call);
  call_queue* place(exchange& call);
  call_queue* place_anew(exchange& call);
  call_queue* place_shared(exchange& call, shared_lines& lines, bool in_turn);
  bool can_open(const exchange& call, connection*& in_the_way) const;
  void open_line(exchange& call);
  void hold(connection& line);
  void let_go(connection& line);
  void became_idle(connection& line);
  bool awaits_line(const exchange& call) const;
  exchange* next_to_place() const;
  void freed(shared_lines* lines);
  void advance(exchange& call);
  void wait(exchange& call, call_queue& queue);
  void arm_wait(exchange& call);
  void leave_queue(exchange& call);
  void fail_wait(exchange& call);
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
  token_source* login_ = nullptr;  // own_login_, or that of all users
  call_queue waiting_;             // for a connection
  user_memory memory_;
  tls_handle own_tls_;
  const vl_tls* tls_ = nullptr;  // of own_tls_, or lent
  std::unique_ptr<token_source> own_login_;
  std::uint32_t open_ = 0;    // connections that count against the limit: all but the closing ones
  bool inside_call_ = false;  // the host is in call() or cancel(): completions must wait
};

}  // namespace veriload::http_plugin
