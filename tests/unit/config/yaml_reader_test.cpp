#include "core/config/yaml_reader.hpp"

#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::config;
using veriload::base::to_json;

namespace {

std::string json(const std::string& text) { return to_json(read_yaml(text, "f")); }

std::string refusal(const std::string& text) {
  try {
    read_yaml(text, "f");
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i)
    out += text;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_document_becomes_a_tree) {
  BOOST_TEST(json("a: [1, 2.5, x]\nb:\n  c: true\n  d:\n") ==
             R"({"a":[1,2.5,"x"],"b":{"c":true,"d":null}})");
  BOOST_TEST(json("[]") == "[]");
  BOOST_TEST(json("{\"a\":{\"b\":[1,\"x\"]},\"c\":null}") == R"({"a":{"b":[1,"x"]},"c":null})");
}

BOOST_AUTO_TEST_CASE(an_empty_document_is_null) {
  BOOST_TEST(json("") == "null");
  BOOST_TEST(json("# a comment\n\n") == "null");
  BOOST_TEST(json("---\n") == "null");
}

BOOST_AUTO_TEST_CASE(quoted_scalars_and_keys_are_strings) {
  BOOST_TEST(json("a: \"12\"\nb: 'true'\nc: \"\"\nd: |\n  12\n") ==
             R"({"a":"12","b":"true","c":"","d":"12\n"})");
  BOOST_TEST(json("1: a\ntrue: b\n") == R"({"1":"a","true":"b"})");
}

BOOST_AUTO_TEST_CASE(core_tags_are_known_and_others_refused) {
  BOOST_TEST(json("[!!str 5, !!int 5, !!float 5, !!bool true, !!null ~]") ==
             R"(["5",5,5.0,true,null])");
  BOOST_TEST(refusal("a: !!int x").find("f:1:") == 0u);
  BOOST_TEST(refusal("a: !mine x").find("tag !mine") != std::string::npos);
  BOOST_TEST(refusal("a: !mine {b: 1}").find("tag !mine") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_member_is_placed_at_its_key_and_an_item_at_itself) {
  const auto root = read_yaml("a:\n  bc: 1\n  d:\n    - x\n    - y\n", "f");
  BOOST_TEST(root.find_path("a")->where().text() == "f:1:1");
  BOOST_TEST(root.find_path("a.bc")->where().text() == "f:2:3");
  BOOST_TEST(root.find_path("a.d")->at(1).where().text() == "f:5:7");
}

BOOST_AUTO_TEST_CASE(a_key_given_twice_names_both_places) {
  BOOST_TEST(refusal("a: 1\nb: 2\na: 3\n") == "f:3:1: key a is given twice, first at f:1:1");
  BOOST_TEST(refusal("x: {a: 1, 'a': 2}") == "f:1:11: key a is given twice, first at f:1:5");
  BOOST_TEST(refusal("a: 1\n<<: {b: 1}\n<<: {c: 1}").find("<< is given twice") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(anchors_and_merge_keys_work) {
  BOOST_TEST(json("a: &x [1, 2]\nb: *x\n") == R"({"a":[1,2],"b":[1,2]})");
  BOOST_TEST(json("a: &x 5\nb: *x\n") == R"({"a":5,"b":5})");
  BOOST_TEST(json("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n") ==
             R"({"a":{"p":1,"q":2},"b":{"q":3,"p":1}})");
  BOOST_TEST(json("b: {<<: [{p: 1}, {p: 2, q: 2}]}") == R"({"b":{"p":1,"q":2}})");
  BOOST_TEST(json("b: {'<<': 1}") == R"({"b":{"<<":1}})");
  BOOST_TEST(refusal("b: {<<: 1}") == "f:1:5: << needs a mapping or a list of mappings");
  BOOST_TEST(refusal("b: {<<: [{a: 1}, 2]}") == "f:1:5: << needs a mapping or a list of mappings");
}

BOOST_AUTO_TEST_CASE(aliases_to_nothing_and_to_themselves_are_refused) {
  BOOST_TEST(refusal("a: *x").find("f:1:") == 0u);
  BOOST_TEST(refusal("a: &x [*x]") == "f:1:8: an alias refers to the value that contains it");
}

BOOST_AUTO_TEST_CASE(keys_must_be_texts) {
  BOOST_TEST(refusal("? [a]\n: 1\n").find("a key must be a text") != std::string::npos);
  BOOST_TEST(refusal("a: &x b\n*x : 1\n").find("a key must be a text") != std::string::npos);
  BOOST_TEST(refusal(": 1\n").find("a key is missing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_document_is_refused) {
  BOOST_TEST(refusal("a: 1\n---\nb: 2\n").find("f:2:") == 0u);
  BOOST_TEST(refusal("a: 1\n---\nb: 2\n").find("second document") != std::string::npos);
  BOOST_TEST(refusal("- a\nb: 1").find("does not fit the lines above") != std::string::npos);
  BOOST_TEST(json("---\na: 1\n...\n") == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(broken_yaml_is_told_with_its_place_and_without_the_parsers_name) {
  for (const char* text : {"a: [1, 2", "a: b: c", "a: \"x", "a: {b", "\ta: 1", "a: 1\n b: 2",
                           "a: @x", "%YAML 9.9.9\n---\na", "]", "a: &\n", "a: \"\\q\""}) {
    const std::string message = refusal(text);
    BOOST_TEST(message.find("f:1:") + message.find("f:2:") != 2 * std::string::npos, text);
    BOOST_TEST(message.find("not valid YAML: ") != std::string::npos, message);
    BOOST_TEST(message.find("yaml-cpp") == std::string::npos, message);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_refused_at_its_place) {
  BOOST_TEST(refusal("a: 1\nb: \xff\n") == "f:2:4: not UTF-8 text");
  for (const char* bytes : {"\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe0\x80\x80", "\x80",
                            "\xf4\x90\x80\x80", "\xc3",
                            "\xff\xfe"
                            "a"}) {
    BOOST_TEST(refusal(bytes) == "f:1:1: not UTF-8 text");
  }
  BOOST_TEST(refusal(std::string("a\0b", 3)).find("f:1:2: a control character") == 0u);
  BOOST_TEST(json("a: \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") ==
             "{\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}");
  BOOST_TEST(json("\xef\xbb\xbf"
                  "a: 1") == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(depth_is_limited_also_through_aliases) {
  BOOST_TEST(refusal(repeated("[", max_yaml_depth) + repeated("]", max_yaml_depth)).empty());
  const int one_more = max_yaml_depth + 1;
  BOOST_TEST(refusal(repeated("[", one_more) + repeated("]", one_more)).find("deeper than 64") !=
             std::string::npos);
  const std::string very_deep = repeated("[", 100'000) + repeated("]", 100'000);
  BOOST_TEST(refusal("a: " + very_deep).find("deeper than 64") != std::string::npos);
  BOOST_TEST(refusal("a: " + repeated("[", 100'000)).find("not closed") != std::string::npos);
  BOOST_TEST(refusal("a: " + repeated("{a: ", 100'000)).find("deeper than 64") !=
             std::string::npos);
  BOOST_TEST(refusal(repeated("- ", 100'000)).find("deeper than 64") != std::string::npos);
  std::string chain = "a0: &a0 [x]\n";
  for (int i = 1; i < 70; ++i) {
    const std::string n = std::to_string(i);
    chain += "a" + n + ": &a" + n + " [*a" + std::to_string(i - 1) + "]\n";
  }
  BOOST_TEST(refusal(chain).find("deeper than 64") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_alias_bomb_is_refused_before_it_grows) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string n = std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + n + ": &a" + n + " [" + before + repeated(", " + before, 9) + "]\n";
  }
  BOOST_TEST(refusal(bomb).find("more than 64 MB") != std::string::npos);
  const std::string heavy =
      "a: &a " + std::string(500'000, 'x') + "\nb: [" + repeated("*a, ", 1000) + "]\n";
  BOOST_TEST(refusal(heavy).find("more than 64 MB") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_text_that_is_too_large_is_refused) {
  BOOST_TEST(refusal(std::string(max_yaml_bytes + 1, ' ')) ==
             "f: larger than 1 MB, which is too much for a configuration");
}

BOOST_AUTO_TEST_CASE(a_text_of_the_largest_size_is_read) {
  std::string text = "list:\n";
  while (text.size() + 4 <= max_yaml_bytes)
    text += "- a\n";
  BOOST_TEST(read_yaml(text, "f").find("list")->size() == (text.size() - 6) / 4);
}
