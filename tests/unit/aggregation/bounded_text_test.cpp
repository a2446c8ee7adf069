#include "core/aggregation/bounded_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::aggregation;

BOOST_AUTO_TEST_CASE(a_short_text_stays_whole) {
  BOOST_TEST(cut_text("abc", 3) == "abc");
  BOOST_TEST(cut_text("", 3) == "");
  BOOST_TEST(cut_text("abcd", 3) == "abc");
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_characters) {
  BOOST_TEST(cut_text("a\xc3\xa4z", 2) == "a");          // two bytes
  BOOST_TEST(cut_text("a\xe2\x82\xacz", 3) == "a");      // three bytes
  BOOST_TEST(cut_text("a\xf0\x9f\x98\x80z", 4) == "a");  // four bytes
  BOOST_TEST(cut_text("a\xf0\x9f\x98\x80z", 5) == "a\xf0\x9f\x98\x80");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_lose_three_at_most) {
  BOOST_TEST(cut_text("\x80\x80\x80\x80\x80\x80\x80\x80", 6).size() == 3);
}
