#include "tests/unit/http/journey.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <utility>

extern "C" const vl_plugin_v1* veriload_plugin_v1_http(void) noexcept;

namespace veriload::http_plugin::test {
namespace {

testing::fake_host& configured(testing::fake_host& host, const char* http) {
  host.config = testing::fake_node::parse(R"({"run": {"base_url": "http://sut:8080"}, "http": )" +
                                          std::string(http) + "}");
  return host;
}

}  // namespace

// A token with a refresh token; the fourth one and all after it are refused.
std::string token_answer(int number) {
  const std::string body =
      number > 3 ? R"({"error":"invalid_grant"})"
                 : R"({"access_token":"t)" + std::to_string(number) +
                       R"(","token_type":"bearer","refresh_token":"r","expires_in":600})";
  return std::string("HTTP/1.1 ") + (number > 3 ? "400 No" : "200 OK") +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string web_answer(std::string_view path, std::string_view request) {
  const auto with = [](std::string head, std::string_view body) {
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
  };
  if (path == "/pieces")
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n "
           "world\r\n0\r\n\r\n";
  if (path == "/close") return with("200 OK\r\nConnection: close", "bye");
  if (path == "/moved") return with("302 Found\r\nLocation: /ok", "");
  if (path == "/away") return with("302 Found\r\nLocation: http://other/ok", "elsewhere");
  if (path == "/around") return with("302 Found\r\nLocation: /around", "");
  if (path == "/cookie") return with("302 Found\r\nSet-Cookie: a=b\r\nLocation: /moved", "");
  if (path == "/guarded" && request.find("Authorization: Digest ") == std::string_view::npos)
    return with("401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "");
  // "/bearer" takes any token, "/second" none but the second.
  const bool wants_token = path == "/bearer" || path == "/second";
  if (wants_token &&
      request.find(path == "/bearer" ? "Authorization: Bearer t" : "Authorization: Bearer t2\r") ==
          std::string_view::npos)
    return with("401 No", "");
  if (path == "/cached") return with("200 OK\r\nCache-Control: max-age=60\r\nETag: \"1\"", "kept");
  if (path == "/busy") return with("503 Busy", "later");
  return with("200 OK", "hello");
}

journey::journey(testing::fake_host& of, const char* http)
    : host(configured(of, http)), plugin_(host, veriload_plugin_v1_http()) {
  host.network.on_bytes = [this](testing::fake_stream& stream) { serve(stream); };
  for (std::size_t i = 0; i < 2; ++i) {
    const vl_status answer = open_[i].start([&](vl_op* op) {
      return testing::fake_calls::table().open(host.user.handle(), to_str("http"), nullptr,
                                               &sessions_[i], op);
    });
    if (answer == VL_PENDING) host.run_until_idle();
    BOOST_TEST(open_[i].broken() == "");
    closed = closed || open_[i].status() != VL_OK;
  }
}

// What a failing check leaves behind ends too, so that the plugin can end.
journey::~journey() {
  for (made_call& c : calls) {
    if (c.reply.release != nullptr) c.reply.release(&c.reply);
  }
}

void journey::serve(testing::fake_stream& stream) {
  for (;;) {
    std::size_t& dealt = dealt_[&stream];
    const std::string_view rest = std::string_view(stream.received).substr(dealt);
    const std::size_t end = rest.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    const std::string_view head = rest.substr(0, end);
    std::size_t length = 0;
    if (const auto at = head.find("Content-Length: "); at != std::string_view::npos)
      length = std::stoul(std::string(head.substr(at + 16, 12)));
    const std::string_view target = head.substr(head.find(' ') + 1);
    const std::string_view path = target.substr(0, target.find_first_of(" ?"));
    if (rest.size() < end + 4 + length) {
      // "/stubborn" never says 100, "/refused" answers before the body.
      const bool asks = head.find("100-continue") != std::string_view::npos;
      if (!asks || continued_[&stream] == dealt + 1 || path == "/stubborn") return;
      continued_[&stream] = dealt + 1;
      stream.send(path == "/refused" ? "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"
                                     : "HTTP/1.1 100 Continue\r\n\r\n");
      return;
    }
    dealt += end + 4 + length;
    if (path == "/silent") continue;
    if (path == "/reset") {
      stream.reset();
    } else {
      stream.send(path == "/token" ? token_answer(++tokens_) : web_answer(path, head));
    }
  }
}

journey::made_call& journey::call(const char* verb, const char* target, const char* body,
                                  std::function<void()> then, vl_ns timeout) {
  return start(calls.emplace_back(), verb, target, body, std::move(then), timeout);
}

journey::made_call& journey::call_with(const char* key, const char* value, const char* verb,
                                       const char* target, const char* body,
                                       std::function<void()> then) {
  made_call& made = calls.emplace_back();
  made.options = {{to_str(key), to_str(value)}};
  return start(made, verb, target, body, std::move(then), 0);
}

journey::made_call& journey::upload(const char* target, std::string_view file) {
  made_call& made = calls.emplace_back();
  made.pieces = {{to_bytes("<<"), {}, 0, 0}, {{}, to_str(file), 0, 0}};
  return start(made, "PUT", target, "", {}, 0);
}

journey::made_call& journey::start(made_call& made, const char* verb, const char* target,
                                   const char* body, std::function<void()> then, vl_ns timeout) {
  if (closed) return made;
  made.verb = verb;
  made.target = target;
  made.body = body;
  made.started = true;
  made.session = which;
  made.op.then = std::move(then);
  vl_call& call = made.call;
  call.struct_size = sizeof call;
  call.verb = to_str(made.verb);
  call.target = to_str(made.target);
  call.body = to_bytes(made.body);
  call.timeout = timeout;
  call.options = made.options.data();
  call.n_options = static_cast<std::uint32_t>(made.options.size());
  call.pieces = made.pieces.data();
  call.n_pieces = static_cast<std::uint32_t>(made.pieces.size());
  made.reply.struct_size = sizeof made.reply;
  made.op.start([&](vl_op* op) {
    return testing::fake_calls::table().call(sessions_[made.session], &call, &made.reply, op);
  });
  return made;
}

void journey::close() {
  if (std::exchange(closed, true)) return;
  for (std::size_t i = 0; i < 2; ++i) {
    close_[i].start(
        [&](vl_op* op) { return testing::fake_calls::table().close(sessions_[i], op); });
  }
}

void journey::finish() {
  host.run_until_idle();
  const bool clean = all_succeed && !host.loop.failed() && !host.loop.interrupted();
  for (const made_call& c : calls) {
    if (!c.started) continue;
    BOOST_TEST_CONTEXT(c.verb + " " + c.target) {
      BOOST_TEST(c.op.done());
      BOOST_TEST(c.op.completions <= 1);
      BOOST_TEST(c.op.broken() == "");
      BOOST_TEST(c.reply.done > 0);
      if (clean) BOOST_TEST(c.op.status() == VL_OK);
      if (clean && c.target == "/guarded") BOOST_TEST(c.reply.code == 200);
      if (c.op.status() == VL_OK) {
        BOOST_TEST(c.reply.code >= 200);
        BOOST_TEST((c.reply.error.len > 0) == (c.reply.code >= 400));
      } else {
        BOOST_TEST(c.reply.error.len > 0u);
      }
    }
  }
  close();
  host.run_until_idle();
  for (const testing::watched_op& op : close_) {
    BOOST_TEST(!op.pending());
    BOOST_TEST(op.broken() == "");
  }
  // Connections that users share stay until the worker ends.
  if (!shares) BOOST_TEST(host.network.open_streams() == 0u);
}

namespace {

constexpr int variants = 4;

// What differs besides N: how bytes are cut, the order of what is due, who wins a race.
void vary(testing::fake_host& host, int variant) {
  if (variant % 2 == 1) host.network.read_slice = 7;
  if (variant >= 2) {
    host.network.write_at_once = 10;
    host.loop.reorder(static_cast<std::uint64_t>(variant));
  }
  host.loop.let_cancel_lose(variant == 3);
}

void cancel_first(journey& on) {
  if (on.calls.empty() || !on.calls.front().op.pending()) return;
  testing::watched_op& first = on.calls.front().op;
  first.during([&] { testing::fake_user::table().cancel(on.host.user.handle(), &first); });
}

}  // namespace

long survives(const char* http, void (*play)(journey& on)) {
  using act = void (*)(journey & on);
  constexpr act acts[] = {[](journey& on) { on.host.user.cancel(); },
                          [](journey& on) { on.close(); }, &cancel_first};
  long least = LONG_MAX;
  for (int variant = 0; variant < variants; ++variant) {
    BOOST_TEST_CONTEXT("variant " << variant) {
      const long operations = testing::for_each_failure([&](testing::fake_host& host) {
        vary(host, variant);
        journey on(host, http);
        play(on);
        on.finish();
      });
      least = std::min(least, operations);
      for (const act interrupt : acts) {
        const long steps = testing::for_each_step([&](testing::fake_host& host) {
          vary(host, variant);
          journey on(host, http);
          host.loop.on_interrupt([&] { interrupt(on); });
          play(on);
          on.finish();
        });
        least = std::min(least, steps);
      }
    }
  }
  return least;
}

}  // namespace veriload::http_plugin::test
