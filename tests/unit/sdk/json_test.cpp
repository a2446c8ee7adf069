#include <veriload/json.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>
#include <string>

using veriload::json;
using veriload::json_error;

namespace {

template <class Body>
std::string thrown(Body body) {
  try {
    body();
  } catch (const json_error& e) {
    return e.what();
  }
  return "nothing thrown";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_values)

BOOST_AUTO_TEST_CASE(is_built_by_calls_and_keeps_its_order) {
  const json made =
      json::object()
          .set("b", 1)
          .set("a", json::array().push(2).push(2.5).push("x").push(true).push(nullptr))
          .set("c", json::object());
  BOOST_TEST(made.dump() == R"({"b":1,"a":[2,2.5,"x",true,null],"c":{}})");
}

BOOST_AUTO_TEST_CASE(is_built_from_pairs) {
  const std::string name = "Ann";
  BOOST_TEST(json::of("name", name, "age", 30u, "tags", json::array()).dump() ==
             R"({"name":"Ann","age":30,"tags":[]})");
  BOOST_TEST(json::of().dump() == "{}");
}

BOOST_AUTO_TEST_CASE(setting_a_name_again_replaces_its_value_in_place) {
  json made = json::of("a", 1, "b", 2);
  made.set("a", "new");
  BOOST_TEST(made.dump() == R"({"a":"new","b":2})");
}

BOOST_AUTO_TEST_CASE(copies_are_deep_and_moved_from_values_are_null) {
  json original = json::of("list", json::array().push("a long enough string to be allocated"));
  json copy = original;
  original.set("list", 1);
  BOOST_TEST(copy.at("list").at(0).as_string() == "a long enough string to be allocated");
  const json moved = std::move(copy);
  BOOST_TEST(copy.is_null());  // NOLINT(bugprone-use-after-move)
  BOOST_TEST(moved.size() == 1u);
  original = original;
  BOOST_TEST(original.at("list").as_int() == 1);
}

BOOST_AUTO_TEST_CASE(a_value_can_be_replaced_by_a_part_of_itself) {
  json whole = json::of("inner", json::of("x", 1));
  whole = json(whole.at("inner"));
  BOOST_TEST(whole.dump() == R"({"x":1})");
}

BOOST_AUTO_TEST_CASE(access_says_what_is_there_instead) {
  const json order = json::of("id", 7, "lines", json::array().push(1));
  BOOST_TEST(thrown([&] { order.at("Id"); }) == "no \"Id\" in object of 2 members");
  BOOST_TEST(thrown([&] { order.at("id").at("x"); }) == "no \"x\" in integer");
  BOOST_TEST(thrown([&] { order.at("lines").at(4); }) == "no element 4 in array of 1");
  BOOST_TEST(thrown([&] { order.at("id").as_string(); }) == "expected string, found integer");
  BOOST_TEST(thrown([&] { json().items(); }) == "expected array, found null");
  BOOST_TEST(thrown([&] { json().members(); }) == "expected object, found null");
  BOOST_TEST(thrown([&] { json(1).push(2); }) == "expected array, found integer");
  BOOST_TEST(thrown([&] { json("x").set("k", 2); }) == "expected object, found string");
  BOOST_TEST(order.find("nothing") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_dotted_path_walks_objects_and_arrays) {
  const json reply = json::parse(R"({"orders":[{"id":"A"},{"id":"B","7":{"k":1}}]})");
  BOOST_TEST(reply.get("orders.1.id").as_string() == "B");
  BOOST_TEST(reply.get("orders.1.7.k").as_int() == 1);
  BOOST_TEST(thrown([&] { reply.get("orders.2.id"); }) == "no \"orders.2\", \"orders\" is array");
  BOOST_TEST(thrown([&] { reply.get("orders.x"); }) == "no \"orders.x\", \"orders\" is array");
}

// The values are those of RFC 6901, section 5.
BOOST_AUTO_TEST_CASE(a_json_pointer_reaches_every_value_of_the_standards_example) {
  const json document = json::parse(
      R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  BOOST_TEST((document.pointer("") == document));
  BOOST_TEST(document.pointer("/foo").size() == 2u);
  BOOST_TEST(document.pointer("/foo/0").as_string() == "bar");
  BOOST_TEST(document.pointer("/").as_int() == 0);
  BOOST_TEST(document.pointer("/a~1b").as_int() == 1);
  BOOST_TEST(document.pointer("/c%d").as_int() == 2);
  BOOST_TEST(document.pointer("/i\\j").as_int() == 5);
  BOOST_TEST(document.pointer("/k\"l").as_int() == 6);
  BOOST_TEST(document.pointer("/ ").as_int() == 7);
  BOOST_TEST(document.pointer("/m~0n").as_int() == 8);
}

BOOST_AUTO_TEST_CASE(a_json_pointer_that_leads_nowhere_says_where_it_ended) {
  const json document = json::parse(R"({"foo":["bar","baz"]})");
  BOOST_TEST(thrown([&] { document.pointer("/foo/2"); }) == "no \"/foo/2\", \"/foo\" is array");
  BOOST_TEST(thrown([&] { document.pointer("/foo/00"); }) == "no \"/foo/00\", \"/foo\" is array");
  BOOST_TEST(thrown([&] { document.pointer("/foo/-"); }) == "no \"/foo/-\", \"/foo\" is array");
  BOOST_TEST(thrown([&] { document.pointer("/foo/0/x"); }) ==
             "no \"/foo/0/x\", \"/foo/0\" is string");
  BOOST_TEST(thrown([&] { document.pointer("foo"); }) == "\"foo\" is no JSON pointer");
  BOOST_TEST(thrown([&] { document.pointer("/a~2"); }) ==
             "\"/a~2\" is no JSON pointer: '~' without 0 or 1");
}

BOOST_AUTO_TEST_CASE(numbers_convert_where_nothing_is_lost) {
  BOOST_TEST(json(2).as_double() == 2.0);
  BOOST_TEST(json(2.0).as_int() == 2);
  BOOST_TEST(thrown([] { json(2.5).as_int(); }) == "expected integer, found number");
  BOOST_TEST(thrown([] { json(1e300).as_int(); }) == "expected integer, found number");
  BOOST_TEST(json(std::numeric_limits<std::int64_t>::min()).as_int() ==
             std::numeric_limits<std::int64_t>::min());
  BOOST_TEST((json(UINT64_MAX).type() == json::kind::number));
}

BOOST_AUTO_TEST_CASE(equality_is_by_value) {
  BOOST_TEST((json(2) == json(2.0)));
  BOOST_TEST((json::of("a", 1) == json::parse("{\"a\":1}")));
  BOOST_TEST((json::of("a", 1) != json::of("a", "1")));
  BOOST_TEST((json::array().push(1) != json::array()));
}

BOOST_AUTO_TEST_CASE(text_is_escaped_and_always_valid_utf8) {
  BOOST_TEST(json("a\"\\/\b\f\n\r\t\x01").dump() == R"("a\"\\/\b\f\n\r\t\u0001")");
  BOOST_TEST(json("\xc3\xa9\xf0\x9f\x98\x80").dump() == "\"\xc3\xa9\xf0\x9f\x98\x80\"");
  BOOST_TEST(json("\xff"
                  "a\xc3")
                 .dump() ==
             "\"\xef\xbf\xbd"
             "a\xef\xbf\xbd\"");
}

BOOST_AUTO_TEST_CASE(numbers_are_written_short_and_stay_numbers) {
  BOOST_TEST(json(0.1).dump() == "0.1");
  BOOST_TEST(json(1.0).dump() == "1.0");
  BOOST_TEST(json(-0.0).dump() == "-0.0");
  BOOST_TEST(json(1e100).dump() == "1e+100");
  BOOST_TEST(json(INT64_MIN).dump() == "-9223372036854775808");
  BOOST_TEST(thrown([] { json(std::nan("")).dump(); }) == "nan and infinity have no json form");
}

BOOST_AUTO_TEST_CASE(of_members_with_one_name_the_last_counts_and_all_are_kept) {
  const json twice = json::parse(R"({"a":1,"a":2})");
  BOOST_TEST(twice.at("a").as_int() == 2);
  BOOST_TEST(twice.members().size() == 2u);
  BOOST_TEST(twice.dump() == R"({"a":1,"a":2})");
}

BOOST_AUTO_TEST_SUITE_END()
