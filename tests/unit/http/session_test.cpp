#include "plugins/http/session.hpp"

#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

BOOST_AUTO_TEST_CASE(an_answer_fills_the_whole_reply) {
  scene s;
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/cart");
  BOOST_REQUIRE(c.done());
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(c.reply.flags == 0u);
  BOOST_TEST(c.body() == "hello");
  BOOST_TEST(c.header("Server") == "sut");
  BOOST_TEST(c.error() == "");
  BOOST_TEST(c.reply.sent > 0);
  BOOST_TEST(c.reply.first_byte >= c.reply.sent);
  BOOST_TEST(c.reply.done >= c.reply.first_byte);
  BOOST_TEST(c.reply.dns == 11);
  BOOST_TEST(c.reply.connect == 22);
  BOOST_TEST(c.reply.bytes_out == s.host.stream(0).received.size());
  BOOST_TEST(c.reply.bytes_in == ok_answer.size());
  BOOST_TEST(s.host.stream(0).target == "sut:8080");
  BOOST_TEST(s.host.stream(0).received ==
             "GET /api/cart HTTP/1.1\r\nHost: sut:8080\r\nUser-Agent: veriload/test\r\nAccept: "
             "*/*\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_second_call_takes_the_open_connection) {
  scene s;
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/a");
  s.perform(c, "POST", "/b", "{}");
  BOOST_TEST(c.done());
  BOOST_TEST((c.reply.flags & VL_REPLY_REUSED) != 0u);
  BOOST_TEST(c.reply.connect == 0);
  BOOST_TEST(s.host.streams() == 1u);
  BOOST_TEST(c.reply.bytes_out < s.host.stream(0).received.size());
}

BOOST_AUTO_TEST_CASE(a_steady_run_writes_once_and_moves_no_deadline) {
  scene s;
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/a");
  const int writes = s.host.writes, deliveries = s.host.deliveries,
            deadlines = s.host.deadlines_set;
  for (int i = 0; i < 100; ++i) {
    s.host.time += 1'000'000;
    s.start(c, "GET", "/a");
    s.host.settle();
    BOOST_REQUIRE(c.done());
  }
  BOOST_TEST(s.host.writes == writes + 100);
  BOOST_TEST(s.host.deliveries == deliveries + 100);
  BOOST_TEST(s.host.deadlines_set == deadlines);
}

BOOST_AUTO_TEST_CASE(status_400_and_above_is_a_failing_answer) {
  scene s;
  s.answer_with("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(c.reply.code == 503);
  BOOST_TEST((c.reply.flags & VL_REPLY_FAILED) != 0u);
  BOOST_TEST(c.error() == "HTTP 503");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_wanted_is_counted_only) {
  scene s;
  s.answer_with(ok_answer);
  pending_call c;
  c.call.flags = VL_CALL_NO_BODY;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.reply.body.len == 0u);
  BOOST_TEST(c.reply.bytes_in == ok_answer.size());
  BOOST_TEST(c.header("Server") == "sut");
}

BOOST_AUTO_TEST_CASE(split_reads_and_partial_writes_change_nothing) {
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nServer: sut\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n "
      "world\r\n0\r\n\r\n";
  for (std::size_t read = 1; read <= chunked.size(); ++read) {
    scene s;
    s.answer_with(chunked);
    s.host.read_slice = read;
    s.host.write_at_once = read % 40;
    pending_call c;
    s.perform(c, "PUT", "/x", "0123456789");
    BOOST_REQUIRE(c.done());
    BOOST_TEST(c.result.status == VL_OK);
    BOOST_TEST(c.body() == "hello world");
    BOOST_TEST(c.header("Server") == "sut");
    BOOST_TEST(c.reply.bytes_out == s.host.stream(0).received.size());
    BOOST_TEST(s.host.misuse.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_reply_outlives_its_session_and_its_worker) {
  auto s = std::make_unique<scene>();
  s->answer_with(ok_answer);
  pending_call c;
  s->perform(c, "GET", "/");
  s.reset();
  BOOST_TEST(c.body() == "hello");
  c.release();
  BOOST_TEST((c.reply.release == nullptr));
}

BOOST_AUTO_TEST_CASE(overlapping_calls_share_the_limit_of_connections_and_wait_in_order) {
  settings chosen = scene_settings();
  chosen.max_connections = 2;
  scene s(chosen);
  s.answer_with(ok_answer);
  pending_call calls[5];
  std::string order;
  for (int i = 0; i < 5; ++i) {
    calls[i].then = [&order, i] { order += static_cast<char>('0' + i); };
    s.start(calls[i], "GET", "/");
  }
  BOOST_TEST(s.user->connections() == 2u);
  s.host.settle();
  BOOST_TEST(order.size() == 5u);
  BOOST_TEST(order.find('2') < order.find('3'));
  BOOST_TEST(order.find('3') < order.find('4'));
  BOOST_TEST(s.host.streams() == 2u);
  for (auto& c : calls)
    BOOST_TEST(c.result.status == VL_OK);
}

BOOST_AUTO_TEST_CASE(an_idle_connection_makes_room_for_another_host) {
  settings chosen = scene_settings();
  chosen.max_connections = 1;
  scene s(chosen);
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/");
  s.perform(c, "GET", "http://OTHER/x");
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(s.host.stream(1).target == "other:80");
  BOOST_TEST(s.host.open_streams() == 1u);
}

BOOST_AUTO_TEST_CASE(connections_are_not_kept_when_either_side_says_so) {
  for (const std::string& answer :
       {std::string("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
        std::string("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")}) {
    scene s;
    s.answer_with(answer);
    pending_call c;
    s.perform(c, "GET", "/");
    BOOST_TEST(c.result.status == VL_OK);
    BOOST_TEST(s.host.open_streams() == 0u);
  }
  settings chosen = scene_settings();
  chosen.request.keep_alive = false;
  scene s(chosen);
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST(s.host.open_streams() == 0u);
  BOOST_TEST(s.host.stream(0).received.find("\r\nConnection: close\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(bytes_behind_an_answer_end_the_connection_and_are_told_once) {
  scene s;
  s.answer_with(ok_answer + "more");
  pending_call c;
  s.perform(c, "GET", "/");
  s.perform(c, "GET", "/");
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(s.host.open_streams() == 0u);
  BOOST_TEST(s.shared.stray == 2u);
  BOOST_TEST(s.host.log.size() == 1u);
}

BOOST_AUTO_TEST_CASE(bytes_and_ends_on_an_idle_connection_close_it_quietly) {
  for (const bool bytes : {true, false}) {
    scene s;
    s.answer_with(ok_answer);
    pending_call c;
    s.perform(c, "GET", "/");
    bytes ? s.host.stream(0).send("HTTP/1.1 408 x\r\n\r\n") : s.host.stream(0).end();
    s.host.settle();
    BOOST_TEST(s.host.open_streams() == 0u);
    s.perform(c, "POST", "/");
    BOOST_TEST(c.result.status == VL_OK);
    BOOST_TEST(c.reply.flags == 0u);
  }
}

BOOST_AUTO_TEST_CASE(an_idempotent_call_is_sent_again_when_a_kept_connection_was_dead) {
  for (const char* verb : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "POST", "PATCH"}) {
    scene s;
    s.answer_with("HTTP/1.1 204 No Content\r\n\r\n");
    pending_call c;
    s.perform(c, "GET", "/");
    s.host.on_bytes = [](fake_stream& stream) { stream.reset(); };
    s.start(c, verb, "/again");
    s.answer_with("HTTP/1.1 204 No Content\r\n\r\n");
    s.host.settle();
    const bool again = std::string_view(verb).front() != 'P' || std::string_view(verb) == "PUT";
    BOOST_TEST_CONTEXT(verb) {
      BOOST_REQUIRE(c.done());
      BOOST_TEST(c.result.status == (again ? VL_OK : VL_E_CLOSED));
      BOOST_TEST(s.host.streams() == (again ? 2u : 1u));
      BOOST_TEST((c.reply.flags & VL_REPLY_REUSED) == (again ? 0u : 1u));
      if (!again) {
        BOOST_TEST(c.error() ==
                   "connection reset by peer before the answer, and a call of this verb is not "
                   "sent twice");
        BOOST_TEST(c.result.native == ECONNRESET);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_fresh_connection_that_dies_is_not_tried_again) {
  scene s;
  s.host.on_bytes = [](fake_stream& stream) { stream.end(); };
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST(c.result.status == VL_E_CLOSED);
  BOOST_TEST(c.error() == "connection closed before the answer");
  BOOST_TEST(s.host.streams() == 1u);
}

BOOST_AUTO_TEST_CASE(a_completion_may_start_the_next_call_or_end_the_session) {
  scene s;
  s.answer_with(ok_answer);
  pending_call first, second;
  first.then = [&] { s.start(second, "GET", "/next"); };
  second.then = [&] { s.user.reset(); };
  s.start(first, "GET", "/");
  s.host.settle();
  BOOST_TEST(second.done());
  BOOST_TEST((second.reply.flags & VL_REPLY_REUSED) != 0u);
  BOOST_TEST(s.host.open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(replies_come_from_reused_memory_and_large_ones_give_it_back) {
  scene s;
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/");
  BOOST_TEST(s.shared.replies->outstanding() == 1u);
  c.release();
  const std::size_t kept = s.shared.replies->free_bytes();
  BOOST_TEST(kept >= 1024u);
  s.perform(c, "GET", "/");
  BOOST_TEST(s.shared.replies->free_bytes() == 0u);
  const std::string big(3u << 20, 'x');
  s.answer_with("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(big.size()) + "\r\n\r\n" +
                big);
  s.host.read_slice = 65536;
  s.perform(c, "GET", "/");
  BOOST_TEST((c.body() == big));
  BOOST_TEST(c.header("Content-Length") == std::to_string(big.size()));
  c.release();
  BOOST_TEST(s.shared.replies->free_bytes() == 0u);
}
