#include "examples/target/text.hpp"

#include <boost/test/unit_test.hpp>

using namespace target;

BOOST_AUTO_TEST_CASE(percent_escapes_are_decoded_and_broken_ones_stay) {
  BOOST_TEST(percent_decoded("a%20b+c%41") == "a b cA");
  BOOST_TEST(percent_decoded("%") == "%");
  BOOST_TEST(percent_decoded("%4") == "%4");
  BOOST_TEST(percent_decoded("%zz") == "%zz");
}

BOOST_AUTO_TEST_CASE(a_query_is_split_into_pairs) {
  const auto pairs = query_pairs("a=1&&b&c==x&=y");
  BOOST_REQUIRE(pairs.size() == 4);
  BOOST_TEST(pairs[0].second == "1");
  BOOST_TEST(pairs[1].first == "b");
  BOOST_TEST(pairs[1].second.empty());
  BOOST_TEST(pairs[2].second == "=x");
  BOOST_TEST(pairs[3].first.empty());
}

BOOST_AUTO_TEST_CASE(numbers_are_whole_texts) {
  BOOST_TEST(*count_of("12") == 12u);
  BOOST_TEST(*number_of("0.5") == 0.5);
  for (const auto* text : {"", "1x", " 1", "-1", "+1"})
    BOOST_TEST(!count_of(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(base64_is_decoded_with_and_without_padding) {
  BOOST_TEST(*base64_decoded("bWU6cHc=") == "me:pw");
  BOOST_TEST(*base64_decoded("bWU6cHc") == "me:pw");
  BOOST_TEST(base64_decoded("")->empty());
  BOOST_TEST(!base64_decoded("b").has_value());
  BOOST_TEST(!base64_decoded("b*==").has_value());
}

BOOST_AUTO_TEST_CASE(header_names_get_title_case) {
  BOOST_TEST(title_case("x-REQUEST-id") == "X-Request-Id");
}

BOOST_AUTO_TEST_CASE(a_chunk_carries_its_size_in_hex) {
  BOOST_TEST(as_chunk(std::string(26, 'x')) == "1a\r\n" + std::string(26, 'x') + "\r\n");
}
