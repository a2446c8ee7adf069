#include "plugins/http/response_parser.hpp"

#include "tests/unit/http/parsing.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;
using ending = outcome::ending;

namespace {

struct valid_case {
  const char* what;
  std::string input;
  unsigned code;
  std::string body;
  bool keep_alive;
  std::size_t n_headers = 0;
  bool head_request = false;
  std::size_t left_over = 0;
};

std::vector<valid_case> valid_cases() {
  return {
      {"counted body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true, 1},
      {"no reason phrase", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, "", true, 1},
      {"empty reason phrase", "HTTP/1.1 404 \r\ncontent-length:0\r\n\r\n", 404, "", true, 1},
      {"HTTP/1.0 closes", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false, 1},
      {"HTTP/1.0 that keeps",
       "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok", 200, "ok", true,
       2},
      {"connection close",
       "HTTP/1.1 200 OK\r\nConnection: foo, CLOSE\r\nContent-Length: 2\r\n\r\nok", 200, "ok", false,
       2},
      {"until the end", "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nall of it", 200, "all of it", false,
       1},
      {"204 has no body", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, "", true, 1},
      {"304 has no body", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", 304, "", true,
       1},
      {"HEAD has no body", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", 200, "", true, 1, true},
      {"equal lengths twice", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
       200, "ok", true, 2},
      {"equal lengths in a list", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", 200, "ok",
       true, 1},
      {"chunked",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n "
       "world\r\n0\r\n\r\n",
       200, "hello world", true, 1},
      {"chunk extensions",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n1;a=b\r\nx\r\n0A "
       ";q=\"1;2\"\r\n0123456789\r\n00;z\r\n\r\n",
       200, "x0123456789", true, 1},
      {"trailers",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Sum: 1\r\nB:\n\r\n",
       200, "x", true, 1},
      {"chunked beats length",
       "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: "
       "chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
       200, "x", false, 2},
      {"chunked in HTTP/1.0",
       "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: "
       "chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
       200, "x", false, 2},
      {"interim answers",
       "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 "
       "Created\r\nContent-Length: 1\r\n\r\nx",
       201, "x", true, 1},
      {"switching protocols", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\x81\x01", 101,
       "", false, 1, false, 2},
      {"leading empty lines", "\r\n\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true,
       1},
      {"bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\nA: b\n\nok", 200, "ok", true, 2},
      {"blanks around values",
       "HTTP/1.1 200 OK\r\nContent-Length:\t 2 \t\r\nA:\r\nB: a\tb\r\n\r\nok", 200, "ok", true, 3},
      {"bytes above ASCII",
       "HTTP/1.1 200 Tr\xc3\xa8s bien\r\nA: \xff\xfe\r\nContent-Length: 0\r\n\r\n", 200, "", true,
       2},
      {"bytes behind the answer", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200", 200,
       "ok", true, 1, false, 12},
  };
}

struct invalid_case {
  std::string input;
  parse_error error;
};

std::vector<invalid_case> invalid_cases() {
  using e = parse_error;
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  std::string many = ok;
  for (int i = 0; i < 257; ++i)
    many += "a:b\r\n";
  std::string interims;
  for (int i = 0; i < 33; ++i)
    interims += "HTTP/1.1 100 Continue\r\n\r\n";
  return {
      {"SSH-2.0-OpenSSH_9.2\r\n", e::not_http},
      {"<html>", e::not_http},
      {"HTTP/2 200\r\n\r\n", e::not_http},
      {"\r\n\r\n\r\n\r\n\r\n", e::not_http},
      {"\rHTTP/1.1 200 OK\r\n\r\n", e::not_http},
      {"HTTP/1.x 200 OK\r\n\r\n", e::version},
      {"HTTP/1.1\r\n\r\n", e::version},
      {"HTTP/1.12 200 OK\r\n\r\n", e::version},
      {"HTTP/1.1 20\r\n\r\n", e::status_code},
      {"HTTP/1.1 099 x\r\n\r\n", e::status_code},
      {"HTTP/1.1 2000 x\r\n\r\n", e::status_code},
      {"HTTP/1.1 abc x\r\n\r\n", e::status_code},
      {"HTTP/1.1 200 O\x01K\r\n\r\n", e::status_line_byte},
      {"HTTP/1.1 200 O\rK\r\n\r\n", e::status_line_byte},
      {ok + "no colon here\r\n\r\n", e::space_before_colon},
      {ok + "nocolon\r\n\r\n", e::header_without_colon},
      {ok + ": value\r\n\r\n", e::header_name_empty},
      {ok + "a(b: c\r\n\r\n", e::header_name_byte},
      {ok + std::string("a\0b: c\r\n\r\n", 10), e::header_name_byte},
      {ok + "a : c\r\n\r\n", e::space_before_colon},
      {ok + "a: b\x02\r\n\r\n", e::header_value_byte},
      {ok + std::string("a: b\0c\r\n\r\n", 10), e::header_value_byte},
      {ok + "a: b\rc\r\n\r\n", e::header_value_byte},
      {ok + "a: b\x7f\r\n\r\n", e::header_value_byte},
      {ok + "a: b\r\n c\r\n\r\n", e::folded_header},
      {ok + " a: b\r\n\r\n", e::folded_header},
      {ok + "Content-Length: five\r\n\r\n", e::content_length},
      {ok + "Content-Length: -1\r\n\r\n", e::content_length},
      {ok + "Content-Length: +1\r\n\r\n", e::content_length},
      {ok + "Content-Length:\r\n\r\n", e::content_length},
      {ok + "Content-Length: 1,\r\n\r\n", e::content_length},
      {ok + "Content-Length: 9223372036854775808\r\n\r\n", e::content_length_range},
      {ok + "Content-Length: 99999999999999999999999999\r\n\r\n", e::content_length_range},
      {ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", e::content_lengths},
      {ok + "Content-Length: 1, 2\r\n\r\n", e::content_lengths},
      {ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", e::transfer_coding},
      {ok + "Transfer-Encoding: xchunked\r\n\r\n", e::transfer_coding},
      {ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", e::transfer_coding},
      {ok + "a: " + std::string(70000, 'x') + "\r\n\r\n", e::head_too_long},
      {many + "\r\n", e::too_many_headers},
      {interims, e::too_many_interims},
      {chunked + "\r\n", e::chunk_size},
      {chunked + "x\r\n", e::chunk_size},
      {chunked + "-1\r\n", e::chunk_size},
      {chunked + "1 1\r\nx", e::chunk_size},
      {chunked + "1\nx\r\n0\r\n\r\n", e::chunk_size_line},
      {chunked + "1\rx", e::chunk_size_line},
      {chunked + "1;\x01\r\nx", e::chunk_size_line},
      {chunked + "1;" + std::string(5000, 'e') + "\r\nx", e::chunk_size_line},
      {chunked + "ffffffffffffffff\r\n", e::chunk_size_range},
      {chunked + "8000000000000000\r\n", e::chunk_size_range},
      {chunked + "1\r\nxy\r\n", e::chunk_end},
      {chunked + "1\r\nx\n0\r\n\r\n", e::chunk_end},
      {chunked + "0\r\n bad\r\n\r\n", e::trailer},
      {chunked + "0\r\nbad\r\n\r\n", e::trailer},
      {chunked + "0\r\na b: c\r\n\r\n", e::trailer},
      {chunked + "0\r\na: \x03\r\n\r\n", e::trailer},
      {chunked + "0\r\na: " + std::string(70000, 't') + "\r\n\r\n", e::trailers_too_long},
  };
}

}  // namespace

BOOST_AUTO_TEST_CASE(understands_every_valid_answer_however_it_is_cut) {
  for (const valid_case& c : valid_cases()) {
    BOOST_TEST_CONTEXT(c.what) {
      const outcome whole = parse_whole(c.input, true, c.head_request);
      BOOST_TEST((whole.end == ending::done));
      BOOST_TEST(whole.code == c.code);
      BOOST_TEST(whole.body == c.body);
      BOOST_TEST(whole.keep_alive == c.keep_alive);
      BOOST_TEST(whole.headers.size() == c.n_headers);
      BOOST_TEST(whole.left_over == c.left_over);
      for (std::size_t cut = 1; cut < c.input.size(); ++cut) {
        BOOST_TEST(parse(c.input, cut, c.input.size(), true, c.head_request) == whole);
      }
      BOOST_TEST(parse(c.input, 1, 1, true, c.head_request) == whole);
      BOOST_TEST(parse(c.input, 3, 3, true, c.head_request) == whole);
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_every_malformed_answer_with_its_own_reason_however_it_is_cut) {
  for (const invalid_case& c : invalid_cases()) {
    BOOST_TEST_CONTEXT(c.input.substr(0, 90)) {
      const outcome whole = parse_whole(c.input, false);
      BOOST_TEST((whole.end == ending::failed));
      BOOST_TEST(text(whole.error) == text(c.error));
      const std::size_t stride = c.input.size() > 4000 ? 997 : 1;
      for (std::size_t cut = 1; cut < c.input.size(); cut += stride) {
        BOOST_TEST(parse(c.input, cut, c.input.size(), false) == whole);
      }
      if (stride == 1) BOOST_TEST(parse(c.input, 1, 1, false) == whole);
    }
  }
}

BOOST_AUTO_TEST_CASE(
    says_nothing_before_an_answer_is_complete_and_fails_when_the_stream_ends_there) {
  const std::string input =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n";
  for (std::size_t size = 1; size < input.size(); ++size) {
    const std::string_view part = std::string_view(input).substr(0, size);
    BOOST_TEST((parse_whole(part, false).end == ending::more));
    const outcome cut_off = parse_whole(part, true);
    BOOST_TEST((cut_off.end == ending::failed));
    BOOST_TEST((cut_off.error == parse_error::none));
  }
}

BOOST_AUTO_TEST_CASE(values_are_without_blanks_at_their_ends_and_names_as_received) {
  const outcome seen =
      parse_whole("HTTP/1.1 200 OK\r\nX-A:  b c \t\r\nEmpty:\r\nContent-Length: 0\r\n\r\n");
  BOOST_REQUIRE(seen.headers.size() == 3u);
  BOOST_TEST(seen.headers[0].first == "X-A");
  BOOST_TEST(seen.headers[0].second == "b c");
  BOOST_TEST(seen.headers[1].second == "");
}

BOOST_AUTO_TEST_CASE(takes_a_head_of_exactly_the_limit) {
  const std::string start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\na: ";
  const std::string input = start + std::string(head_limit - start.size() - 4, 'x') + "\r\n\r\n";
  BOOST_REQUIRE(input.size() == head_limit);
  BOOST_TEST((parse_whole(input).end == ending::done));
  BOOST_TEST((parse(input, 1000, 1000).end == ending::done));
  std::string longer = input;
  longer.insert(start.size(), "x");
  BOOST_TEST((parse_whole(longer).error == parse_error::head_too_long));
  BOOST_TEST((parse(longer, 1000, 1000).error == parse_error::head_too_long));
}

BOOST_AUTO_TEST_CASE(one_parser_serves_one_answer_after_the_other) {
  response_parser parser;
  static response_head head;
  std::string_view piece;
  for (int i = 0; i < 3; ++i) {
    parser.begin(false);
    std::string_view first = "HTTP/1.1 200 OK\r\nConte", second = "nt-Length: 2\r\n\r\nok";
    BOOST_TEST((parser.next(first, piece, head) == response_parser::step::need_more));
    BOOST_TEST((parser.next(second, piece, head) == response_parser::step::head));
    BOOST_TEST((parser.next(second, piece, head) == response_parser::step::body));
    BOOST_TEST(piece == "ok");
    BOOST_TEST((parser.next(second, piece, head) == response_parser::step::done));
    BOOST_TEST(parser.keep_alive());
  }
}
