#include "plugins/http/session.hpp"

#include "plugins/http/failure_text.hpp"
#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <netdb.h>
#include <cerrno>
#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

constexpr vl_ns second = 1'000'000'000;

// What a call ends with when the peer does `act` on the request.
void expect(const std::function<void(fake_stream&)>& act, vl_status status, std::string_view error,
            settings chosen = scene_settings()) {
  scene s(chosen);
  s.host.on_bytes = act;
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST_CONTEXT(error) {
    BOOST_TEST(c.done());
    BOOST_TEST(c.result.status == status);
    BOOST_TEST(c.error() == error);
    BOOST_TEST(c.reply.done > 0);
    BOOST_TEST(s.host.open_streams() == 0u);
    BOOST_TEST(s.host.misuse.empty());
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_failing_dial_has_its_status_and_its_words) {
  struct {
    vl_result result;
    const char* error;
  } const cases[] = {
      {{VL_E_CONNECT, ECONNREFUSED, 0}, "connection refused by sut:8080"},
      {{VL_E_CONNECT, EHOSTUNREACH, 0}, "cannot connect to sut:8080: no route to host"},
      {{VL_E_CONNECT, 0, 0}, "cannot connect to sut:8080: unknown reason"},
      {{VL_E_DNS, EAI_NONAME, 0}, "no address for host sut: name or service not known"},
      {{VL_E_TIMEOUT, 0, 0}, "connect to sut:8080 timed out after 5 s"},
      {{VL_E_BLOCKED, 0, 0}, "host sut is not in safety.allowed_hosts"},
      {{VL_E_NOMEM, EMFILE, 0},
       "cannot connect to sut:8080: too many open files on this machine, raise the limit of open "
       "files (ulimit -n)"},
  };
  for (const auto& expected : cases) {
    scene s;
    s.host.dials = {expected.result};
    pending_call c;
    s.perform(c, "GET", "/");
    BOOST_TEST(c.done());
    BOOST_TEST(c.result.status == expected.result.status);
    BOOST_TEST(c.result.native == expected.result.native);
    BOOST_TEST(c.error() == expected.error);
    BOOST_TEST(c.reply.sent == 0);
    BOOST_TEST(c.reply.code == 0);
    BOOST_TEST(!s.user->busy());
  }
}

BOOST_AUTO_TEST_CASE(streams_that_end_early_say_how_far_the_answer_came) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";
  expect([](fake_stream& s) { s.end(); }, VL_E_CLOSED, "connection closed before the answer");
  expect([](fake_stream& s) { s.reset(); }, VL_E_CLOSED,
         "connection reset by peer before the answer");
  expect([](fake_stream& s) { s.send("HTTP/1.1 2"), s.end(); }, VL_E_CLOSED,
         "connection closed inside the head of the answer");
  expect([&](fake_stream& s) { s.send(head + std::string(120, 'x')), s.end(); }, VL_E_CLOSED,
         "connection closed after 120 of 500 body bytes");
  expect([&](fake_stream& s) { s.send(head + std::string(120, 'x')), s.reset(); }, VL_E_CLOSED,
         "connection reset by peer after 120 of 500 body bytes");
  expect(
      [](fake_stream& s) {
        s.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"), s.end();
      },
      VL_E_CLOSED, "connection closed inside the body after 3 bytes");
  expect([](fake_stream& s) { s.send("HTTP/1.1 200 OK\r\n\r\nhello"), s.reset(); }, VL_E_CLOSED,
         "connection reset by peer inside the body after 5 bytes");
}

BOOST_AUTO_TEST_CASE(a_body_up_to_the_end_of_the_stream_is_complete) {
  scene s;
  s.host.on_bytes = [](fake_stream& stream) {
    stream.send("HTTP/1.1 200 OK\r\n\r\nhello"), stream.end();
  };
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(c.body() == "hello");
}

BOOST_AUTO_TEST_CASE(what_came_of_a_broken_answer_stays_in_the_reply) {
  scene s;
  s.host.on_bytes = [](fake_stream& stream) {
    stream.send("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 9\r\n\r\nhel"), stream.end();
  };
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.result.status == VL_E_CLOSED);
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(c.body() == "hel");
  BOOST_TEST(c.header("A") == "b");
}

BOOST_AUTO_TEST_CASE(malformed_answers_and_oversized_bodies_are_refused) {
  expect([](fake_stream& s) { s.send("SSH-2.0-OpenSSH\r\n"); }, VL_E_PROTOCOL,
         "answer does not start with HTTP/1., expected an HTTP/1.x status line");
  settings small = scene_settings();
  small.max_body_bytes = 4;
  expect([](fake_stream& s) { s.send(ok_answer); }, VL_E_NOMEM,
         "body of at least 5 bytes is over http.max_body_bytes, 4", small);
  expect([](fake_stream& s) { s.send("HTTP/1.1 200 OK\r\n\r\n123456"); }, VL_E_NOMEM,
         "body of at least 6 bytes is over http.max_body_bytes, 4", small);
}

BOOST_AUTO_TEST_CASE(silence_ends_a_call_after_the_read_timeout) {
  expect([](fake_stream&) {}, VL_E_TIMEOUT, "no answer within 30 s");
  expect([](fake_stream& s) { s.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"); },
         VL_E_TIMEOUT, "answer stopped for 30 s after 3 body bytes");
}

BOOST_AUTO_TEST_CASE(the_whole_call_has_a_deadline_of_its_own) {
  scene s;
  pending_call c;
  c.call.timeout = 2 * second;
  const vl_ns start = s.host.time;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.result.status == VL_E_TIMEOUT);
  BOOST_TEST(c.error() == "no answer within 2 s");
  BOOST_TEST(s.host.time - start == 2 * second);
}

BOOST_AUTO_TEST_CASE(the_deadline_of_an_earlier_call_does_not_end_a_later_one) {
  scene s;
  s.answer_with(ok_answer);
  pending_call c;
  c.call.timeout = 2 * second;
  s.perform(c, "GET", "/");
  s.host.time += second;
  s.host.on_bytes = [](fake_stream&) {};
  const vl_ns start = s.host.time;
  c.call.timeout = 20 * second;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.error() == "no answer within 20 s");
  BOOST_TEST(s.host.time - start == 20 * second);
}

BOOST_AUTO_TEST_CASE(a_dial_ends_by_the_connect_timeout_or_the_calls_own) {
  for (const vl_ns timeout : {vl_ns{0}, 2 * second}) {
    scene s;
    s.host.dial_hangs = true;
    pending_call c;
    c.call.timeout = timeout;
    const vl_ns start = s.host.time;
    s.perform(c, "GET", "/");
    BOOST_TEST(c.result.status == VL_E_TIMEOUT);
    BOOST_TEST(c.error() == (timeout == 0 ? "connect to sut:8080 timed out after 5 s"
                                          : "connect to sut:8080 timed out after 2 s"));
    BOOST_TEST(s.host.time - start == (timeout == 0 ? 5 * second : timeout));
  }
}

BOOST_AUTO_TEST_CASE(a_waiting_call_ends_by_its_own_deadline) {
  settings chosen = scene_settings();
  chosen.max_connections = 1;
  scene s(chosen);
  pending_call first, second_call;
  s.start(first, "GET", "/");
  second_call.call.timeout = 3 * second;
  s.start(second_call, "GET", "/");
  s.host.run();
  BOOST_TEST(second_call.result.status == VL_E_TIMEOUT);
  BOOST_TEST(second_call.error() ==
             "no free connection within 3 s, http.max_connections_per_user is 1");
  BOOST_TEST(first.error() == "no answer within 30 s");
}

BOOST_AUTO_TEST_CASE(
    a_request_that_does_not_go_out_is_timed_out_and_its_bytes_are_held_until_then) {
  scene s;
  s.host.write_at_once = 10;
  s.host.writes_stall = true;
  pending_call c;
  s.start(c, "PUT", "/", "body");
  s.host.run();
  BOOST_TEST(c.completions == 1);
  BOOST_TEST(c.error() == "request not sent within 60 s");
  BOOST_TEST(c.reply.bytes_out == 10u);
}

BOOST_AUTO_TEST_CASE(an_answer_before_the_request_is_out_counts_and_ends_the_connection) {
  scene s;
  s.host.write_at_once = 10;
  s.host.writes_stall = true;
  pending_call c;
  s.start(c, "PUT", "/", "body");
  s.host.settle();
  s.host.stream(0).send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
  s.host.settle();
  BOOST_TEST(c.done());
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(c.reply.code == 413);
  BOOST_TEST(s.host.open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(a_call_that_cannot_be_sent_is_refused_at_once) {
  scene s;
  pending_call c;
  s.start(c, "GET", "ftp://sut/");
  BOOST_TEST(c.result.status == VL_E_UNSUPPORTED);
  BOOST_TEST(c.error().starts_with("URL scheme 'ftp'"));
  s.start(c, "GET", "/a\r\nX: y");
  BOOST_TEST(c.result.status == VL_E_INVALID);
  BOOST_TEST(c.error() == "control byte 0x0d at position 1 of the target, expected none");
  BOOST_TEST(!s.user->busy());
  settings chosen = scene_settings();
  chosen.base.reset();
  scene without(chosen);
  without.start(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_INVALID);
  BOOST_TEST(c.error().starts_with("relative target without run.base_url"));
}

// Calls of all kinds: two overlapping on one connection with a limit, one reused, one with a slow
// write.
namespace {
struct script {
  scene s{[] {
    settings chosen = scene_settings();
    chosen.max_connections = 2;
    return chosen;
  }()};
  pending_call calls[6];
  int started = 0;

  script() {
    s.answer_with(ok_answer);
    s.host.read_slice = 20;
    s.host.write_at_once = 50;
  }
  void begin() {
    for (int i = 0; i < 4; ++i, ++started)
      s.start(calls[i], i % 2 ? "POST" : "GET", "/x", i % 2 ? "body" : "");
  }
  void more() {
    for (int i = 4; i < 6; ++i, ++started)
      s.start(calls[i], "GET", "/y");
  }
  void check() {
    s.host.run();
    for (int i = 0; i < started; ++i) {
      BOOST_TEST(calls[i].completions == 1);
      BOOST_TEST(!calls[i].inside);
      BOOST_TEST((calls[i].result.status == VL_OK) ==
                 (calls[i].reply.code == 200 && calls[i].error().empty()));
    }
    BOOST_TEST(!s.user->busy());
    s.user.reset();
    BOOST_TEST(s.host.open_streams() == 0u);
    BOOST_TEST(s.host.misuse.empty());
    for (pending_call& c : calls)
      c.release();
    BOOST_TEST(s.shared.replies->outstanding() == 0u);
  }
};
}  // namespace

BOOST_AUTO_TEST_CASE(every_operation_may_fail_and_every_call_still_ends_once) {
  bool clean = false;
  long n = 0;
  for (; !clean; ++n) {
    script play;
    play.s.host.fail_at(n);
    play.begin();
    play.s.host.settle();
    play.more();
    play.check();
    clean = play.s.host.operations() <= n;
  }
  BOOST_TEST(n > 30);
}

BOOST_AUTO_TEST_CASE(every_call_may_be_canceled_after_any_step_and_ends_once) {
  for (int target = 0; target < 4; ++target) {
    bool clean = false;
    for (int n = 0; !clean; ++n) {
      script play;
      play.begin();
      for (int i = 0; i < n && play.s.host.step(); ++i) {
      }
      clean = play.calls[target].done();
      const vl_status asked = play.s.user->cancel(play.calls[target].op);
      BOOST_TEST(asked == (clean ? VL_E_INVALID : VL_OK));
      BOOST_TEST((clean || play.calls[target].completions == 0));
      play.check();
      if (!clean)
        BOOST_TEST((play.calls[target].result.status == VL_E_CANCELED ||
                    play.calls[target].reply.code == 200));
    }
  }
}

BOOST_AUTO_TEST_CASE(all_calls_may_be_canceled_after_any_step_and_the_session_closed) {
  bool clean = false;
  for (int n = 0; !clean; ++n) {
    script play;
    play.begin();
    for (int i = 0; i < n && play.s.host.step(); ++i) {
    }
    clean = !play.s.user->busy();
    for (int i = 0; i < 4; ++i)
      play.s.user->cancel(play.calls[i].op);
    play.check();
  }
}

BOOST_AUTO_TEST_CASE(a_retry_survives_failures_and_cancels_at_every_step) {
  for (const bool canceled : {false, true}) {
    bool clean = false;
    for (int n = 0; !clean; ++n) {
      script play;
      play.s.host.write_at_once = n % 2 ? SIZE_MAX : 30;
      play.s.start(play.calls[0], "GET", "/");
      play.s.host.settle();
      play.s.host.stream(0).reset();  // met by the next call, not by the idle connection
      play.s.start(play.calls[1], "GET", "/");
      play.started = 2;
      if (!canceled) play.s.host.fail_at(play.s.host.operations() + n);
      for (int i = 0; canceled && i < n && play.s.host.step(); ++i) {
      }
      clean = canceled ? play.calls[1].done() : n > 40;
      if (canceled) play.s.user->cancel(play.calls[1].op);
      play.check();
      if (clean) BOOST_TEST(play.calls[1].result.status == VL_OK);
    }
  }
}
