// The one-look way of the response parser against the step-by-step one.
#include "plugins/http/response_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload::http_plugin;
using step = response_parser::step;

namespace {

response_head head;

const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";

bool takes_whole(std::string_view input, bool head_request = false) {
  response_parser parser;
  parser.begin(head_request);
  std::string_view text, body;
  return parser.take_whole(input, text, body, head);
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_answer_that_lies_there_whole_is_taken_in_one_look) {
  response_parser parser;
  parser.begin(false);
  std::string_view text, body;
  BOOST_REQUIRE(parser.take_whole(answer, text, body, head));
  BOOST_TEST(text == answer.substr(0, answer.size() - 4));
  BOOST_TEST(body == "body");
  BOOST_TEST(parser.code() == 200u);
  BOOST_TEST(parser.keep_alive());
  BOOST_TEST(parser.started());
  BOOST_TEST(parser.has_head());
  BOOST_TEST(parser.body_bytes() == 4u);
  BOOST_TEST(parser.body_expected() == 4);
  std::string_view rest, piece;
  BOOST_TEST((parser.next(rest, piece, head) == step::done));
  BOOST_TEST((parser.end_of_stream() == step::done));
  BOOST_TEST(takes_whole("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(any_other_input_is_left_to_the_steps_as_it_was) {
  BOOST_TEST(!takes_whole(answer.substr(0, answer.size() - 1)));
  BOOST_TEST(!takes_whole(answer + "x"));
  BOOST_TEST(!takes_whole(answer.substr(0, 20)));
  BOOST_TEST(!takes_whole(""));
  BOOST_TEST(!takes_whole("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", true));
  BOOST_TEST(!takes_whole("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"));
  BOOST_TEST(!takes_whole("HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n"));
  BOOST_TEST(!takes_whole("HTTP/1.1 200 OK\r\n\r\nbody"));
  BOOST_TEST(!takes_whole("HTTP/1.1 200 OK\r\nContent-Length: 4x\r\n\r\nbody"));
  BOOST_TEST(
      !takes_whole("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n"
                   "\r\n0\r\n\r\n"));

  // A refused look leaves no trace.
  response_parser parser;
  parser.begin(false);
  std::string_view text, body, piece;
  BOOST_TEST(!parser.take_whole(answer.substr(0, 30), text, body, head));
  BOOST_TEST(!parser.started());
  std::string_view input = std::string_view(answer).substr(0, 30);
  BOOST_TEST((parser.next(input, piece, head) == step::need_more));
  // What is carried over makes the rest no whole answer, even when it looks like one.
  BOOST_TEST(!parser.take_whole(answer, text, body, head));
}
