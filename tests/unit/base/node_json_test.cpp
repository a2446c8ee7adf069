#include "core/base/node_json.hpp"

#include "core/base/node.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <utility>

using namespace veriload::base;

namespace {

node sample() {
  node list = node::list();
  list.push(node::integer(1));
  list.push(node::number(2));
  list.push(node());
  node map = node::map();
  map.add("on", node::boolean(true));
  map.add("list", std::move(list));
  map.add("none", node::map());
  return map;
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_line_has_no_blanks) {
  BOOST_TEST(to_json(sample()) == R"({"on":true,"list":[1,2.0,null],"none":{}})");
}

BOOST_AUTO_TEST_CASE(indented_text_has_one_member_per_line) {
  node map = node::map();
  map.add("a", sample().at(1));
  BOOST_TEST(to_json(map, 2) == "{\n  \"a\": [\n    1,\n    2.0,\n    null\n  ]\n}");
}

BOOST_AUTO_TEST_CASE(strings_are_escaped) {
  BOOST_TEST(to_json(node::string(std::string("a\"\\\n\t\x01\x7f\0é", 10))) ==
             "\"a\\\"\\\\\\n\\t\\u0001\\u007f\\u0000\xc3\xa9\"");
}

BOOST_AUTO_TEST_CASE(numbers_read_back_as_the_same_number) {
  BOOST_TEST(number_text(0.1) == "0.1");
  BOOST_TEST(number_text(12) == "12.0");
  BOOST_TEST(number_text(-0.0) == "-0.0");
  BOOST_TEST(number_text(1e300) == "1e+300");
  BOOST_TEST(to_json(node::integer(std::numeric_limits<std::int64_t>::min())) ==
             "-9223372036854775808");
}

BOOST_AUTO_TEST_CASE(what_json_cannot_say_becomes_null) {
  BOOST_TEST(to_json(node::number(std::numeric_limits<double>::infinity())) == "null");
  BOOST_TEST(to_json(node::number(std::numeric_limits<double>::quiet_NaN())) == "null");
}
