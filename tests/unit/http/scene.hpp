// One user's session on a fake host, and calls that watch their own completion. Flow: used by
// session tests.
#pragma once

#include "plugins/http/session.hpp"

#include "tests/unit/http/fake_host.hpp"

#include <veriload/text.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::http_plugin::test {

/// A call and what became of it. The texts must outlive it.
struct pending_call {
  vl_op op{};
  vl_call call{};
  vl_reply reply{};
  fake_host* host = nullptr;
  int completions = 0;
  bool inside = false;  ///< completed from within a call of the host
  vl_result result{};
  std::function<void()> then;  ///< called once, from within the completion

  bool done() const { return completions == 1; }
  std::string_view error() const { return to_view(reply.error); }
  std::string_view body() const { return to_view(reply.body); }
  std::string header(std::string_view name) const {
    for (std::uint32_t i = 0; i < reply.n_headers; ++i) {
      if (to_view(reply.headers[i].key) == name)
        return std::string(to_view(reply.headers[i].value));
    }
    return "(none)";
  }
  void release() {
    if (reply.release != nullptr) reply.release(&reply);
  }
  ~pending_call() { release(); }
  pending_call() = default;
  pending_call(const pending_call&) = delete;
  pending_call& operator=(const pending_call&) = delete;
};

inline settings scene_settings() {
  settings chosen;
  chosen.base = base_url{"http://sut:8080/api", "/api"};
  chosen.request.user_agent = "veriload/test";
  chosen.decompress = false;  // its header would be in every expected request
  return chosen;
}

struct scene {
  fake_host host;
  worker shared;
  std::unique_ptr<session> user;

  explicit scene(settings chosen = scene_settings())
      : shared(host.tables(), chosen, host.loop()),
        user(std::make_unique<session>(shared, shared.standard)) {}

  void start(pending_call& c, std::string_view verb, std::string_view target,
             std::string_view body = {}) {
    c.release();
    c.host = &host;
    c.completions = 0;
    c.call.struct_size = sizeof(vl_call);
    c.call.verb = to_str(verb);
    c.call.target = to_str(target);
    c.call.body = to_bytes(body);
    c.reply = {};  // a host empties it
    c.reply.struct_size = sizeof(vl_reply);
    c.op.user = &c;
    c.op.complete = [](vl_op* op, vl_result result) noexcept {
      auto& self = *static_cast<pending_call*>(op->user);
      ++self.completions;
      self.inside = self.inside || !self.host->at_top();
      self.result = result;
      if (self.then) std::exchange(self.then, {})();
    };
    const vl_status status = user->call(c.call, c.reply, c.op);
    if (status == VL_PENDING) return;
    ++c.completions;
    c.result = {status, 0, 0};
  }

  /// Starts the call and runs until nothing is left to do.
  void perform(pending_call& c, std::string_view verb, std::string_view target,
               std::string_view body = {}) {
    start(c, verb, target, body);
    host.settle();
    if (!c.done()) host.run();
  }

  /// The peer answers every request with the same bytes.
  void answer_with(std::string answer) {
    host.on_bytes = [answer = std::move(answer)](fake_stream& s) {
      while (s.answered < count_requests(s.received)) {
        ++s.answered;
        s.send(answer);
      }
    };
  }
};

inline const std::string ok_answer =
    "HTTP/1.1 200 OK\r\nServer: sut\r\nContent-Length: 5\r\n\r\nhello";

}  // namespace veriload::http_plugin::test
