#include "plugins/http/head_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

namespace {
response_head head;
}

BOOST_AUTO_TEST_CASE(places_count_from_the_start_of_the_input_and_the_body_is_not_touched) {
  const std::string input = "\r\nHTTP/1.1 200 OK\r\nA:  b \r\n\r\nbody";
  BOOST_REQUIRE((parse_head(input, head).state == head_state::complete));
  BOOST_TEST(head.size == input.size() - 4);
  BOOST_REQUIRE(head.n_headers == 1u);
  BOOST_TEST(input.substr(head.headers[0].name_at, head.headers[0].name_size) == "A");
  BOOST_TEST(input.substr(head.headers[0].value_at, head.headers[0].value_size) == "b");
}

BOOST_AUTO_TEST_CASE(a_fault_is_told_when_its_line_is_complete) {
  const std::string input = "HTTP/1.1 200 OK\r\nbad name: x\r\n";
  for (std::size_t size = 0; size + 1 < input.size(); ++size) {
    BOOST_TEST((parse_head(input.substr(0, size), head).state == head_state::need_more));
  }
  BOOST_TEST((parse_head(input, head).error == parse_error::space_before_colon));
}

BOOST_AUTO_TEST_CASE(a_peer_that_speaks_something_else_is_known_by_its_first_wrong_byte) {
  BOOST_TEST((parse_head("H", head).state == head_state::need_more));
  BOOST_TEST((parse_head("HX", head).error == parse_error::not_http));
}

BOOST_AUTO_TEST_CASE(every_error_has_a_text_of_its_own) {
  for (int i = 0; i <= static_cast<int>(parse_error::trailers_too_long); ++i) {
    const std::string words = text(static_cast<parse_error>(i));
    BOOST_TEST(words != "unknown parse error");
    for (int j = 0; j < i; ++j)
      BOOST_TEST(words != text(static_cast<parse_error>(j)));
  }
}
