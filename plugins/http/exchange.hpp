// One call in flight, from the host's request to its completion. Flow: session -> [exchange] ->
// connection -> reply.
#pragma once

#include "plugins/http/failure.hpp"
#include "plugins/http/reply_block.hpp"
#include "plugins/http/request_writer.hpp"
#include "plugins/http/status_set.hpp"

#include <veriload_abi.h>

#include <memory>
#include <string>

namespace veriload::http_plugin {

class call_queue;
class content_decoder;
class session;
struct call_flow;
struct connection;

/// Owned by its session; its memory comes from the worker's free list and goes back there. Times
/// and counters are written straight into the caller's reply. Thread: the session's loop.
struct exchange {
  exchange* next = nullptr;      // in the free list, or in `queue`
  exchange* previous = nullptr;  // in `queue`

  // Set by start().
  session* owner = nullptr;
  exchange* before = nullptr;  // among all exchanges of the session
  exchange* after = nullptr;
  const vl_call* call = nullptr;  // what is sent: the scenario's, or that of `flow`
  vl_reply* reply = nullptr;
  vl_op* op = nullptr;

  destination to;
  request_traits traits;
  vl_ns timeout = 0;
  vl_ns deadline = 0;
  connection* line = nullptr;            // while one works on it
  call_flow* flow = nullptr;             // once it is more than one plain request
  content_decoder* decoder = nullptr;    // once an answer had a Content-Encoding
  reply_block* block = nullptr;          // from the first head or failure on
  std::unique_ptr<std::string> request;  // the head, while the stream has not taken it all

  call_queue* queue = nullptr;  // where it waits
  vl_op defer{};  // the wait in the queue, or a completion that must not run inside a call of the
                  // host
  bool defer_pending = false;
  bool settled = false;   // reply and result are final; only the completion is left
  bool in_start = false;  // the result can still be returned at once
  bool retried = false;
  bool cancel_asked = false;  // while dialling
  vl_result result{};

  bool keeps_body() const { return (call->flags & VL_CALL_NO_BODY) == 0; }

  /// Forgets the last call and empties the new one's reply.
  void start(session& session_of, const vl_call& request_of, vl_reply& answer, vl_op& completion);

  /// Before a further attempt or request: nothing of it was sent, nothing came.
  void start_over();

  /// Makes the reply final: an answer with this status code came; those in `failing` are failures.
  void settle_answer(std::uint32_t code, const status_set& failing);

  /// Makes the reply final: the call failed at `when`. What came of an answer stays in the reply.
  void settle_failure(reply_pool& pool, const failure& why, std::uint32_t code, vl_ns when);

 private:
  void hand_over_block();
};

}  // namespace veriload::http_plugin
