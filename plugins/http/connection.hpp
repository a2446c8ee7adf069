// One HTTP/1.1 connection: dials, sends one request at a time, feeds the parser. Flow: session ->
// [connection] -> stream.
#pragma once

#include "plugins/http/failure.hpp"
#include "plugins/http/request_writer.hpp"
#include "plugins/http/response_parser.hpp"

#include <veriload_abi.h>

#include <cstdint>

namespace veriload::http_plugin {

class session;
class shared_lines;
struct exchange;
struct worker;

/// Owned by its session, or by shared_lines while it is idle and users share it; its memory comes
/// from the worker's free list. It does not decide anything: what happened is told to the session
/// (answered, lost, closed), after which `this` may be gone.
///
/// It has one op, for the dial and then for writes that the kernel does not take at once: they
/// never overlap. While the op is pending the connection stays, also when its stream is closed
/// already (state closing).
///
/// Thread: the session's loop. About 300 bytes; the request and the bytes received live elsewhere.
struct connection {
  enum class state : std::uint8_t { dialing, busy, idle, closing };

  /// How far a busy connection is with the request: all was handed over, or the body goes after
  /// the server's 100, or in parts.
  enum class sending : std::uint8_t { whole, expecting, parts };

  connection* next = nullptr;  // in the free list, or among the session's connections
  connection* before = nullptr;
  session* owner = nullptr;       // null while shared_lines own it
  shared_lines* lines = nullptr;  // whose it is when idle; null: its session's
  const origin* to = nullptr;
  exchange* active = nullptr;  // null when idle
  vl_stream* stream = nullptr;
  vl_ns armed = 0;       // the stream's deadline as it stands; never later than the wanted one
  vl_ns last_event = 0;  // of the peer or the kernel, for the read timeout
  std::uint64_t sent_before = 0;  // bytes of earlier calls
  std::uint64_t writing = 0;      // bytes of this request
  vl_ns expect_until = 0;         // while the 100 is awaited
  state now = state::dialing;
  sending stage = sending::whole;
  bool op_pending = false;
  bool used = false;  // a call was answered before
  response_parser parser;
  vl_op op{};

  void start(session& session_of, const origin& target);

  /// Connects for `call` and sends it.
  void dial(exchange& call);

  /// Sends `call` over the open stream.
  void send(exchange& call);

  /// No call used it for as long as http.idle_timeout_seconds allows.
  bool idle_too_long() const;

  /// Closes the stream; true when nothing is pending and `this` can be given back.
  bool shut();

 private:
  static void on_op(vl_op* op, vl_result result) noexcept;
  static void on_data(void* arg, vl_result result, vl_cbuf bytes) noexcept;

  void dialed(vl_result result);
  void connected();
  void written(vl_result result);
  void head_sent();
  void send_parts();
  void feed(vl_cbuf bytes);
  void ended(vl_result result);
  void deadline_passed();
  void arm();
  worker& on() const;
  vl_ns idle_timeout() const;
  void end_idle();
  void watch_idle();
  void count_sent();
  void refuse_stray_bytes();
};

}  // namespace veriload::http_plugin
