// Calls to a scripted or a real protocol behind veriload.calls/1. Flow: scenario -> [fake_calls] ->
// script or protocol.
#pragma once

#include <veriload_abi.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::testing {

class fake_host;
class fake_user;

/// What a call is answered with. Made with the defaults of a plain success, then changed.
struct scripted_reply {
  vl_status status = VL_OK;
  std::int32_t code = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> trailers;
  std::string error;
  std::string url;  ///< whose answer it is after redirects
  std::uint32_t redirects = 0;
  std::uint32_t flags = VL_REPLY_REUSED;
  vl_ns after = 0;     ///< the answer takes so long
  bool later = true;   ///< through the loop, else inside the start function
  bool never = false;  ///< pends until it is cancelled
};

/// A call as the protocol saw it, copied.
struct seen_call {
  std::string verb;
  std::string target;
  std::string name;
  std::string body;  ///< of pieces: their bytes, and "<PATH>" for a file
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, std::string>> options;
  std::uint32_t flags = 0;
  vl_ns timeout = 0;

  /// The value of the first header of that name as written, or "".
  std::string header(std::string_view key) const;
};

/// Every call is answered by `replies` in order, then by a plain 200, unless `forward` names a
/// protocol. Each open, start and end of a scripted call is an operation that may fail.
class fake_calls {
 public:
  struct session;

  explicit fake_calls(fake_host& host);
  ~fake_calls();
  fake_calls(const fake_calls&) = delete;
  fake_calls& operator=(const fake_calls&) = delete;

  static const vl_calls_v1& table() noexcept;

  // --- script ----------------------------------------------------------------------------------

  std::deque<scripted_reply> replies;
  vl_status open_status = VL_OK;
  bool open_later = false;  ///< opening goes through the loop
  bool overlap = true;      ///< one session takes several calls at a time

  /// From now on sessions and calls go to `protocol`, whose worker of this loop is `worker`. The op
  /// that the protocol gets is held to the rules of ops.
  void forward(const vl_protocol_v1& protocol, void* worker);

  // --- what happened ---------------------------------------------------------------------------

  std::vector<seen_call> seen;
  int opens = 0;
  int live_replies = 0;  ///< handed out and not released

  /// Cancels what is in flight, lets it complete, and closes every session, or those of one user:
  /// as a host does when users end.
  void close_all(const fake_user* of = nullptr);
  std::size_t open_sessions() const;

  bool busy() const;  ///< a call, an open or a close is in flight
  vl_status cancel(fake_user& of, vl_op* op);
  void cancel_all(fake_user& of);

 private:
  friend struct call_functions;
  struct relay;
  struct kept_reply;

  void answer(session& on, vl_reply* reply, scripted_reply script);
  void keep(vl_reply* reply);
  static void release(vl_reply* reply) noexcept;
  static void relayed(vl_op* op, vl_result result) noexcept;
  vl_status through(session& on, vl_op* outer, const char* what, vl_reply* reply,
                    vl_status (*start)(session&, const void*, vl_reply*, vl_op*),
                    const void* argument);
  void cancel_all(session& on);
  void ended(session& on);
  vl_status end(session& on);

  fake_host& host_;
  const vl_protocol_v1* protocol_ = nullptr;
  void* worker_ = nullptr;
  std::vector<std::unique_ptr<session>> sessions_;
};

}  // namespace veriload::testing
