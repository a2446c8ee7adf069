// Bodies of calls through a whole session: parts, expectations, encodings, trailers.
#include "plugins/http/answer_intake.hpp"

#include "tests/unit/http/routed_peer.hpp"
#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <zlib.h>
#include <string>
#include <string_view>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

std::string zipped(std::string_view text) {
  z_stream state{};
  BOOST_REQUIRE(::deflateInit2(&state, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(::deflateBound(&state, text.size()), '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  BOOST_REQUIRE(::deflate(&state, Z_FINISH) == Z_STREAM_END);
  out.resize(state.total_out);
  ::deflateEnd(&state);
  return out;
}

std::string gzip_answer(std::string_view text, std::string_view code = "200") {
  const std::string body = zipped(text);
  return "HTTP/1.1 " + std::string(code) +
         " OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

settings decoding() {
  settings chosen = scene_settings();
  chosen.decompress = true;
  return chosen;
}

struct expecting : scene {
  pending_call c;
  vl_kv option{to_str("expect_continue"), to_str("true")};
  expecting() {
    c.call.options = &option;
    c.call.n_options = 1;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_encoded_body_is_handed_over_decoded) {
  for (const std::size_t slice : {SIZE_MAX, std::size_t{1}, std::size_t{7}}) {
    scene s(decoding());
    s.host.read_slice = slice;
    s.answer_with(gzip_answer("hello hello hello"));
    pending_call c;
    for (int i = 0; i < 2; ++i) {
      s.perform(c, "GET", "/a");
      BOOST_TEST(c.result.status == VL_OK);
      BOOST_TEST(c.body() == "hello hello hello");
      BOOST_TEST(c.header("Content-Encoding") == "gzip");
      BOOST_TEST(c.reply.bytes_in == gzip_answer("hello hello hello").size());
    }
    BOOST_TEST(s.host.streams() == 1u);
    BOOST_TEST(s.host.stream(0).received.find("Accept-Encoding: gzip, deflate, br, zstd\r\n") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(without_decompress_the_bytes_stay_as_they_came) {
  scene s;
  s.answer_with(gzip_answer("hello"));
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.body() == zipped("hello"));
}

BOOST_AUTO_TEST_CASE(what_is_no_whole_encoded_body_is_left_alone) {
  scene s(decoding());
  pending_call c;
  s.answer_with(gzip_answer("hello", "206"));
  s.perform(c, "GET", "/part");
  BOOST_TEST(c.body() == zipped("hello"));
  s.answer_with("HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\nContent-Length: 5\r\n\r\nuryyb");
  s.perform(c, "GET", "/unknown");
  BOOST_TEST(c.body() == "uryyb");
  s.answer_with("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n");
  s.perform(c, "HEAD", "/head");
  BOOST_TEST(c.result.status == VL_OK);
  s.answer_with("HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n");
  s.perform(c, "GET", "/unchanged");
  BOOST_TEST(c.reply.code == 304);
  BOOST_TEST(c.result.status == VL_OK);
  s.answer_with(ok_answer);
  s.perform(c, "GET", "/plain");
  BOOST_TEST(c.body() == "hello");
}

BOOST_AUTO_TEST_CASE(a_small_body_cannot_become_a_bomb) {
  settings chosen = decoding();
  chosen.max_body_bytes = 100'000;
  scene s(chosen);
  s.answer_with(gzip_answer(std::string(100'001, 'x')));
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_NOMEM);
  BOOST_TEST(c.error().find("over http.max_body_bytes, 100000") != std::string_view::npos);
  s.answer_with(gzip_answer(std::string(100'000, 'x')));
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.body().size() == 100'000u);
}

BOOST_AUTO_TEST_CASE(a_damaged_or_cut_body_is_a_protocol_error) {
  scene s(decoding());
  std::string body = zipped("hello hello");
  body.resize(body.size() - 4);
  s.answer_with("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_PROTOCOL);
  BOOST_TEST(c.error().starts_with("gzip body"));
  BOOST_TEST(c.reply.code == 200);
}

BOOST_AUTO_TEST_CASE(trailers_come_beside_the_headers) {
  scene s;
  s.answer_with(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
      "Digest: abc\r\nX-Empty:\r\n\r\n");
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.body() == "hello");
  BOOST_REQUIRE(c.reply.n_trailers == 2u);
  BOOST_TEST(to_view(c.reply.trailers[0].key) == "Digest");
  BOOST_TEST(to_view(c.reply.trailers[0].value) == "abc");
  BOOST_TEST(to_view(c.reply.trailers[1].value) == "");
  s.answer_with(ok_answer);
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.reply.n_trailers == 0u);
}

BOOST_AUTO_TEST_CASE(pieces_are_sent_with_their_length_first) {
  scene s;
  routed_peer peer;
  peer.serve(s);
  pending_call c;
  const vl_piece pieces[] = {{to_bytes("ab"), {}, 0, 0}, {to_bytes("cde"), {}, 0, 0}};
  c.call.pieces = pieces;
  c.call.n_pieces = 2;
  s.perform(c, "POST", "/a");
  BOOST_TEST(c.reply.code == 200);
  BOOST_REQUIRE(peer.seen.size() == 1u);
  BOOST_TEST(peer.seen[0].find("Content-Length: 5\r\n") != std::string::npos);
  BOOST_TEST(peer.seen[0].ends_with("\r\n\r\nabcde"));
  BOOST_TEST(c.reply.bytes_out == peer.seen[0].size());
}

BOOST_AUTO_TEST_CASE(pieces_are_sent_again_after_a_307) {
  scene s;
  routed_peer peer{{{"/a", "HTTP/1.1 307 X\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"}}, {}};
  peer.serve(s);
  pending_call c;
  const vl_piece piece{to_bytes("abc"), {}, 0, 0};
  c.call.pieces = &piece;
  c.call.n_pieces = 1;
  s.perform(c, "POST", "/a");
  BOOST_REQUIRE(peer.seen.size() == 2u);
  BOOST_TEST(peer.seen[1].ends_with("\r\n\r\nabc"));
}

BOOST_AUTO_TEST_CASE(the_body_waits_for_the_100) {
  expecting s;
  s.host.on_bytes = [](fake_stream& stream) {
    const bool head_only = stream.received.ends_with("\r\n\r\n");
    stream.send(head_only ? "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" : ok_answer);
  };
  s.perform(s.c, "POST", "/a", "body");
  BOOST_TEST(s.c.reply.code == 200);
  BOOST_TEST(s.host.stream(0).received.find("Expect: 100-continue\r\n") != std::string::npos);
  BOOST_TEST(s.host.stream(0).received.ends_with("\r\n\r\nbody"));
  BOOST_TEST(s.c.reply.bytes_out == s.host.stream(0).received.size());
  BOOST_TEST(s.user->connections() == 1u);
}

BOOST_AUTO_TEST_CASE(a_final_answer_instead_of_the_100_keeps_the_body_back) {
  expecting s;
  s.host.on_bytes = [](fake_stream& stream) {
    stream.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
  };
  s.perform(s.c, "POST", "/a", "body");
  BOOST_TEST(s.c.reply.code == 413);
  BOOST_TEST(s.host.stream(0).received.ends_with("\r\n\r\n"));
  BOOST_TEST(s.c.reply.bytes_out == s.host.stream(0).received.size());
  BOOST_TEST(s.host.open_streams() == 0u);
}

BOOST_AUTO_TEST_CASE(a_server_that_says_nothing_gets_the_body_after_a_second) {
  expecting s;
  const vl_ns start = s.host.time;
  s.host.on_bytes = [](fake_stream& stream) {
    if (stream.received.ends_with("body")) stream.send(ok_answer);
  };
  s.start(s.c, "POST", "/a", "body");
  while (!s.c.done())
    BOOST_REQUIRE(s.host.step());
  BOOST_TEST(s.c.reply.code == 200);
  BOOST_TEST(s.host.time - start >= 1'000'000'000);
  BOOST_TEST(s.host.time - start < 2'000'000'000);
}

BOOST_AUTO_TEST_CASE(only_large_bodies_ask_first_by_the_setting) {
  settings chosen = scene_settings();
  chosen.expect_above_bytes = 4;
  scene s(chosen);
  s.host.on_bytes = [](fake_stream& stream) {
    const bool waits = stream.received.ends_with("\r\n\r\n");
    stream.send(waits ? "HTTP/1.1 100 Continue\r\n\r\n" : ok_answer);
  };
  pending_call c;
  s.perform(c, "POST", "/a", "1234");
  BOOST_TEST(s.host.stream(0).received.find("Expect:") == std::string::npos);
  s.perform(c, "POST", "/a", "12345");
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(s.host.stream(0).received.find("Expect:") != std::string::npos);
}
