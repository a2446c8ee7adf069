// The protocol against scripted peers in virtual time: answers, failures, timeouts, cancels.
#include <veriload/plugin.hpp>
#include <veriload/testing/after_n.hpp>
#include <veriload/testing/plugin_under_test.hpp>
#include <veriload/testing/watched_op.hpp>

#include <cstdio>
#include <exception>
#include <functional>
#include <string>

extern "C" const vl_plugin_v1* veriload_plugin_v1_NEWIDENT(void) noexcept;

namespace {

using namespace veriload::testing;

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

constexpr vl_ns second = 1'000'000'000;
constexpr const char* config = R"({"NEWNAME": {"port": 7000, "timeout_seconds": 2}})";

// One session, and the answer of its last call.
class scene {
 public:
  explicit scene(fake_host& on)
      : host(on),
        protocol_((host.config = fake_node::parse(config), host), veriload_plugin_v1_NEWIDENT()) {
    const vl_protocol_v1& table = protocol_.table();
    table.open(protocol_.worker(), host.user.handle(), nullptr, &session_, nullptr);
  }
  ~scene() {
    release();
    expect(protocol_.table().close(session_, nullptr) == VL_OK, "the session can be closed");
  }

  // Starts a call; the views must live until it ends.
  vl_status start(const std::string& line) {
    release();
    reply = vl_reply{};
    reply.struct_size = sizeof reply;
    request_ = vl_call{};
    request_.struct_size = sizeof request_;
    request_.verb = veriload::to_str("SEND");
    request_.target = veriload::to_str(line);
    return op.start(
        [&](vl_op* o) { return protocol_.table().call(session_, &request_, &reply, o); });
  }
  vl_status call(const std::string& line) {
    start(line);
    host.run_until_idle();
    expect(op.broken().empty(), op.broken().c_str());
    return op.status();
  }
  void cancel() {
    if (op.pending()) {
      op.during([&] { return protocol_.table().cancel(session_, &op); });
    }
  }

  std::string body() const { return std::string(veriload::to_view(reply.body)); }
  std::string error() const { return std::string(veriload::to_view(reply.error)); }

  fake_host& host;
  vl_reply reply{};
  watched_op op;

 private:
  void release() {
    if (reply.release) reply.release(&reply);
    reply.release = nullptr;
  }

  protocol_under_test protocol_;
  void* session_ = nullptr;
  vl_call request_{};
};

void a_line_is_answered_and_the_connection_is_kept() {
  fake_host host;
  host.network.peers = {
      peer_script().expect("PING\n").send("PONG\n", 1).expect("AGAIN\n").send("YES\n")};
  {
    scene s(host);
    expect(s.call("PING") == VL_OK && s.body() == "PONG" && s.reply.code == 1, "a line comes back");
    expect((s.reply.flags & VL_REPLY_REUSED) == 0, "the first call connects");
    expect(s.reply.bytes_out == 5 && s.reply.bytes_in == 5, "bytes are counted");
    expect(s.call("AGAIN") == VL_OK && s.body() == "YES", "so does the next");
    expect((s.reply.flags & VL_REPLY_REUSED) != 0, "over the same connection");
    expect(host.network.stream(0).dial.target == "127.0.0.1:7000", "to the configured port");
  }
  expect(host.complaints().empty(), "no rule was broken");
}

void a_refusal_is_a_failing_answer() {
  fake_host host;
  host.network.peers = {peer_script().expect("NO\n").send("ERR nobody home\n")};
  scene s(host);
  expect(s.call("NO") == VL_OK && s.reply.code == 2, "a refusal is an answer");
  expect((s.reply.flags & VL_REPLY_FAILED) != 0 && s.error() == "ERR nobody home",
         "that counts as a failure");
}

void what_goes_wrong_has_its_class() {
  const auto outcome = [](peer_script peer, const std::string& line = "PING") {
    fake_host host;
    host.network.peers = {std::move(peer)};
    scene s(host);
    const vl_status status = s.call(line);
    expect(status == VL_OK || !s.error().empty(), "a failure says why");
    expect(s.reply.done > 0, "and when");
    return status;
  };
  expect(outcome(peer_script().expect("PING\n").silence(9 * second).send("PONG\n")) == VL_E_TIMEOUT,
         "a silent peer is a timeout");
  expect(outcome(peer_script().expect("PING\n").send("PO").close()) == VL_E_CLOSED,
         "half a line is a closed connection");
  expect(outcome(peer_script().expect("PING\n").reset()) == VL_E_CLOSED, "so is a reset");
  expect(
      outcome(peer_script().expect("PING\n").send(std::string(70000, 'x') + "\n")) == VL_E_PROTOCOL,
      "a line without end breaks the protocol");
  expect(outcome(peer_script(), "two\nlines") == VL_E_INVALID, "two lines are not sent");
}

void a_wrong_setting_is_refused() {
  fake_host host;
  host.config = fake_node::parse(R"({"NEWNAME": {"prot": 1}})");
  std::string why;
  try {
    protocol_under_test refused(host, veriload_plugin_v1_NEWIDENT());
  } catch (const std::exception& e) {
    why = e.what();
  }
  expect(why.find("unknown key NEWNAME.prot") != std::string::npos, "an unknown key is named");
}

void everything_may_fail_or_be_canceled_at_any_point() {
  const peer_script peer = peer_script().expect("PING\n").send("PONG\n", 2);
  const long operations = for_each_failure([&](fake_host& host) {
    host.network.peers = {peer};
    host.network.write_at_once = 2;
    scene s(host);
    s.call("PING");
    expect(s.op.completions <= 1 && s.op.done(), "each call ends once");
  });
  expect(operations > 3, "failures were tried");
  const long steps = for_each_step([&](fake_host& host) {
    host.network.peers = {peer};
    host.network.write_at_once = 2;
    scene s(host);
    host.loop.on_interrupt([&] { s.cancel(); });
    const vl_status status = s.call("PING");
    expect(status == VL_OK || status == VL_E_CANCELED, "a cancelled call is cancelled or done");
  });
  expect(steps > 3, "cancels were tried");
}

}  // namespace

int main() {
  try {
    a_line_is_answered_and_the_connection_is_kept();
    a_refusal_is_a_failing_answer();
    what_goes_wrong_has_its_class();
    a_wrong_setting_is_refused();
    everything_may_fail_or_be_canceled_at_any_point();
  } catch (const std::exception& e) {
    expect(false, e.what());
  }
  return failures == 0 ? 0 : 1;
}
