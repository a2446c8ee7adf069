#include "plugins/http/chunk_decoder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

BOOST_AUTO_TEST_CASE(pieces_are_views_into_the_input_and_the_rest_is_left) {
  chunk_decoder chunks;
  chunks.begin();
  const std::string bytes = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nnext";
  std::string_view input = bytes, piece;
  BOOST_TEST((chunks.next(input, piece) == decode_step::body));
  BOOST_TEST(piece == "abc");
  BOOST_TEST((piece.data() == bytes.data() + 3));
  BOOST_TEST((chunks.next(input, piece) == decode_step::body));
  BOOST_TEST(piece == "de");
  BOOST_TEST((chunks.next(input, piece) == decode_step::done));
  BOOST_TEST(input == "next");
}

BOOST_AUTO_TEST_CASE(a_decoder_starts_over_after_a_failure) {
  chunk_decoder chunks;
  std::string_view input = "zz", piece;
  BOOST_TEST((chunks.next(input, piece) == decode_step::failed));
  BOOST_TEST((chunks.error() == parse_error::chunk_size));
  chunks.begin();
  input = "0\r\n\r\n";
  BOOST_TEST((chunks.next(input, piece) == decode_step::done));
  BOOST_TEST((chunks.error() == parse_error::none));
}

BOOST_AUTO_TEST_CASE(the_largest_size_is_taken_and_one_more_is_not) {
  chunk_decoder chunks;
  chunks.begin();
  std::string_view input = "7fffffffffffffff\r\nx", piece;
  BOOST_TEST((chunks.next(input, piece) == decode_step::body));
  chunks.begin();
  input = "8000000000000000\r\nx";
  BOOST_TEST((chunks.next(input, piece) == decode_step::failed));
  BOOST_TEST((chunks.error() == parse_error::chunk_size_range));
}
