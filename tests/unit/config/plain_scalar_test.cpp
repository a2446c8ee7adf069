#include "core/config/plain_scalar.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace veriload::config;
using veriload::base::node;
using veriload::base::node_kind;

BOOST_AUTO_TEST_CASE(integers_are_decimal_unless_they_say_otherwise) {
  BOOST_TEST((resolve_plain("010") == node::integer(10)));
  BOOST_TEST((resolve_plain("0o10") == node::integer(8)));
  BOOST_TEST((resolve_plain("0x1F") == node::integer(31)));
  BOOST_TEST((resolve_plain("-12") == node::integer(-12)));
  BOOST_TEST((resolve_plain("+12") == node::integer(12)));
  BOOST_TEST((resolve_plain("9223372036854775807") == node::integer(INT64_MAX)));
  BOOST_TEST((resolve_plain("-9223372036854775808") == node::integer(INT64_MIN)));
}

BOOST_AUTO_TEST_CASE(an_integer_beyond_64_bits_is_a_number) {
  BOOST_TEST((resolve_plain("9223372036854775808") == node::number(9223372036854775808.0)));
}

BOOST_AUTO_TEST_CASE(numbers_may_have_a_fraction_and_an_exponent) {
  BOOST_TEST((resolve_plain("12.5") == node::number(12.5)));
  BOOST_TEST((resolve_plain(".5") == node::number(0.5)));
  BOOST_TEST((resolve_plain("5.") == node::number(5)));
  BOOST_TEST((resolve_plain("1e3") == node::number(1000)));
  BOOST_TEST((resolve_plain("+1.5E-2") == node::number(0.015)));
  BOOST_TEST(std::isinf(resolve_plain("1e999").as_number()));
  BOOST_TEST(resolve_plain("1e-999").as_number() == 0.0);
  BOOST_TEST(std::isinf(resolve_plain("-.inf").as_number()));
  BOOST_TEST(std::isnan(resolve_plain(".NaN").as_number()));
}

BOOST_AUTO_TEST_CASE(only_the_core_words_are_truth_values_and_null) {
  BOOST_TEST((resolve_plain("True") == node::boolean(true)));
  BOOST_TEST((resolve_plain("false") == node::boolean(false)));
  for (const char* text : {"", "~", "null", "Null", "NULL"}) {
    BOOST_TEST(resolve_plain(text).is_null(), text);
  }
}

BOOST_AUTO_TEST_CASE(everything_else_is_a_string) {
  for (const char* text : {"yes",   "on",   "No",  "1:30", "1_000", "2024-01-01", "tRUE", "0x",
                           "0o8",   "0x-1", "+",   "-",    ".",     "e3",         "1e",   "1e+",
                           "1.2.3", "inf",  "nan", "0b11", "12 ",   "- 5",        "--5",  "+0x1"}) {
    BOOST_TEST((resolve_plain(text) == node::string(text)), text);
  }
}

BOOST_AUTO_TEST_CASE(a_number_in_quotes_may_stand_between_blanks) {
  BOOST_TEST((read_number(" 12 ").value() == node::integer(12)));
  BOOST_TEST(!read_number("").has_value());
  BOOST_TEST(!read_number("  ").has_value());
  BOOST_TEST(!read_number("1_000").has_value());
}

BOOST_AUTO_TEST_CASE(truth_words_are_read_in_any_case) {
  for (const char* text : {"true", "YES", "On", "y", "T", "1"}) {
    BOOST_TEST(read_boolean(text).value(), text);
  }
  for (const char* text : {"false", "No", "OFF", "n", "F", "0"}) {
    BOOST_TEST(!read_boolean(text).value(), text);
  }
  BOOST_TEST(!read_boolean("maybe").has_value());
  BOOST_TEST(!read_boolean("").has_value());
}
