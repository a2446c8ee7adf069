// Calls through the whole plugin to a small web server in memory. Flow: used by the after_n tests.
#pragma once

#include <veriload/testing/after_n.hpp>
#include <veriload/testing/plugin_under_test.hpp>
#include <veriload/testing/watched_op.hpp>

#include <veriload_abi.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin::test {

/// Two sessions of the plugin on a host, with the calls that were made on them.
class journey {
 public:
  struct made_call {
    testing::watched_op op;
    vl_call call{};
    vl_reply reply{};
    std::string verb, target, body;
    std::vector<vl_kv> options;    ///< views of literals
    std::vector<vl_piece> pieces;  ///< likewise
    std::size_t session = 0;
    bool started = false;
  };

  /// `http` is the plugin's section. Opens the sessions, all of one user; a failing open leaves it
  /// without.
  journey(testing::fake_host& host, const char* http = "{}");
  ~journey();

  /// Starts a call; nothing when there is no open session. `then` runs in its completion.
  made_call& call(const char* verb, const char* target, const char* body = "",
                  std::function<void()> then = {}, vl_ns timeout = 0);

  /// The same for a call with an option, or with a body of two pieces, the second from a file. The
  /// texts are literals, or outlive the call.
  made_call& call_with(const char* key, const char* value, const char* verb, const char* target,
                       const char* body = "", std::function<void()> then = {});
  made_call& upload(const char* target, std::string_view file);

  /// Closes the sessions: calls in flight are cancelled first. Once.
  void close();

  /// Runs to the end and checks: each call and the close ended once, outside every start, cancel
  /// and close, with an answer or a reason.
  void finish();

  testing::fake_host& host;
  std::deque<made_call> calls;
  bool closed = false;
  std::size_t which = 0;    ///< the session of the next calls, 0 or 1
  bool shares = false;      ///< the sessions leave shared connections behind
  bool all_succeed = true;  ///< what must hold when nothing went wrong

 private:
  made_call& start(made_call& made, const char* verb, const char* target, const char* body,
                   std::function<void()> then, vl_ns timeout);
  void serve(testing::fake_stream& stream);

  testing::protocol_under_test plugin_;
  testing::watched_op open_[2], close_[2];
  vl_session* sessions_[2] = {};
  std::map<const testing::fake_stream*, std::size_t> dealt_;      // bytes of `received`
  int tokens_ = 0;                                                // given by "/token"
  std::map<const testing::fake_stream*, std::size_t> continued_;  // at which of them a 100 was sent
};

/// Plays `play` in all variants of cut bytes, orders and races, while each operation fails, and
/// while after each step all calls are cancelled, the first one is, or the session is closed. Gives
/// the smallest number of operations or steps of a loop.
long survives(const char* http, void (*play)(journey& on));

}  // namespace veriload::http_plugin::test
