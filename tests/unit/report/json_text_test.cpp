#include "core/report/json_text.hpp"

#include "core/base/node.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using veriload::base::node;
using veriload::report::json_text;

BOOST_AUTO_TEST_CASE(keys_are_sorted_at_every_level_and_members_have_their_own_lines) {
  node document = node::map();
  document.add("b", node::integer(1));
  node& list = document.add("a", node::list());
  list.push(node::boolean(true));
  node& inner = list.push(node::map());
  inner.add("z", node());
  inner.add("y", node::number(0.5));
  // The exact text is what Python's json.dumps(indent=2, sort_keys=True) writes.
  BOOST_TEST(json_text(document) ==
             "{\n"
             "  \"a\": [\n"
             "    true,\n"
             "    {\n"
             "      \"y\": 0.5,\n"
             "      \"z\": null\n"
             "    }\n"
             "  ],\n"
             "  \"b\": 1\n"
             "}");
}

BOOST_AUTO_TEST_CASE(empty_lists_and_maps_stay_on_one_line) {
  BOOST_TEST(json_text(node::list()) == "[]");
  BOOST_TEST(json_text(node::map()) == "{}");
}

BOOST_AUTO_TEST_CASE(numbers_are_short_and_exact_and_keep_their_kind) {
  BOOST_TEST(json_text(node::number(0.1)) == "0.1");
  BOOST_TEST(json_text(node::number(240)) == "240.0");
  BOOST_TEST(json_text(node::number(1.0 / 6.0)) == "0.16666666666666666");
  BOOST_TEST(json_text(node::number(-0.0)) == "-0.0");
  BOOST_TEST(json_text(node::integer(std::numeric_limits<std::int64_t>::min())) ==
             "-9223372036854775808");
  BOOST_TEST(json_text(node::number(std::numeric_limits<double>::infinity())) == "null");
  BOOST_TEST(json_text(node::number(std::numeric_limits<double>::quiet_NaN())) == "null");
}

BOOST_AUTO_TEST_CASE(everything_but_printable_ascii_is_escaped) {
  BOOST_TEST(json_text(node::string("a\"\\/\b\f\n\r\t\x01\x7f")) ==
             "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u007f\"");
  BOOST_TEST(json_text(node::string("\xc3\xa4\xe2\x82\xac")) == "\"\\u00e4\\u20ac\"");
  BOOST_TEST(json_text(node::string("\xf0\x9f\x98\x80")) == "\"\\ud83d\\ude00\"");
  BOOST_TEST(json_text(node::string(std::string("a\0b", 3))) == "\"a\\u0000b\"");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_character_are_replaced) {
  BOOST_TEST(json_text(node::string("a\xff"
                                    "b")) == "\"a\\ufffdb\"");
  BOOST_TEST(json_text(node::string("\xe2\x82")) == "\"\\ufffd\\ufffd\"");
}
