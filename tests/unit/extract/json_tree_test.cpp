#include "core/extract/json_tree.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>

using namespace veriload::extract;

namespace {

std::string wrong(std::string_view text) {
  json_tree tree;
  std::string why;
  BOOST_TEST(!tree.parse(text, why), text);
  return why;
}

json_tree parsed(std::string_view text) {
  json_tree tree;
  std::string why;
  BOOST_REQUIRE_MESSAGE(tree.parse(text, why), why);
  return tree;
}

}  // namespace

BOOST_AUTO_TEST_CASE(nodes_lie_in_the_order_of_the_text) {
  const json_tree tree = parsed(" {\"a\" : [1, -2.50e1 ,{}], \"b\":true, \"c\":null} ");
  const auto& nodes = tree.nodes();
  BOOST_REQUIRE(nodes.size() == 7u);
  BOOST_TEST(nodes[0].size == 3u);
  BOOST_TEST(nodes[0].after == 7u);
  std::string scratch;
  BOOST_TEST(tree.key(nodes[1], scratch) == "a");
  BOOST_TEST(tree.text(nodes[1]) == "[1, -2.50e1 ,{}]");
  BOOST_TEST(nodes[1].after == 5u);
  BOOST_TEST(tree.text(nodes[3]) == "-2.50e1");
  BOOST_TEST(tree.number(nodes[3]) == -25.0);
  BOOST_TEST(tree.key(nodes[5], scratch) == "b");
}

BOOST_AUTO_TEST_CASE(strings_are_read_with_their_escapes) {
  const json_tree tree = parsed(R"({"k\u0041":"a\"\\\/\b\f\n\r\t\u20ac\ud83d\ude00\ud83dx"})");
  std::string scratch;
  BOOST_TEST(tree.key(tree.nodes()[1], scratch) == "kA");
  BOOST_TEST(tree.characters(tree.nodes()[1], scratch) ==
             "a\"\\/\b\f\n\r\t\u20ac\U0001f600\ufffdx");
}

BOOST_AUTO_TEST_CASE(numbers_outside_of_a_double_keep_their_side) {
  BOOST_TEST(std::isinf(parsed("1e999").number(parsed("1e999").nodes()[0])));
  const json_tree tree = parsed("[-1e999, 1e-999, 18446744073709551616]");
  BOOST_TEST(tree.number(tree.nodes()[1]) < 0);
  BOOST_TEST(tree.number(tree.nodes()[2]) == 0.0);
  BOOST_TEST(tree.text(tree.nodes()[3]) == "18446744073709551616");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_told_with_its_byte) {
  BOOST_TEST(wrong("") == "no JSON: byte 0: expected a value, found the end");
  BOOST_TEST(wrong("<html>") == "no JSON: byte 0: expected a value, found '<'");
  BOOST_TEST(wrong("[1,]") == "no JSON: byte 3: expected a value, found ']'");
  BOOST_TEST(wrong("[1 2]") == "no JSON: byte 3: expected ',' or ']', found '2'");
  BOOST_TEST(wrong("{1:2}") == "no JSON: byte 1: expected a name in quotes, found '1'");
  BOOST_TEST(wrong("{\"a\" 2}") == "no JSON: byte 5: expected ':', found '2'");
  BOOST_TEST(wrong("{\"a\":1,}") == "no JSON: byte 7: expected a name in quotes, found '}'");
  BOOST_TEST(wrong("1 2") == "no JSON: byte 2: expected the end, found '2'");
  for (const char* text : {"[", "[1", "{", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "01", "-",
                           "1.", "1e", "+1", "tru", "nul", "[1}", "{]", "\"\\", "\"\\u1"}) {
    BOOST_TEST(wrong(text).starts_with("no JSON: byte "));
  }
}

BOOST_AUTO_TEST_CASE(depth_is_bounded_and_a_mark_at_the_start_is_skipped) {
  BOOST_TEST(parsed(std::string(1000, '[') + std::string(1000, ']')).nodes().size() == 1000u);
  BOOST_TEST(wrong(std::string(1001, '[')).starts_with("no JSON: byte 1000: over 1000 levels"));
  BOOST_TEST(parsed("\xef\xbb\xbf{}").nodes().size() == 1u);
}

BOOST_AUTO_TEST_CASE(random_texts_give_consistent_trees_or_none) {
  constexpr std::uint64_t seed = 8259;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{"{",     "}",     "[",      "]",           ",",
                                       ":",     "\"a\"", "\"b\":", "1",           "-0",
                                       "1.5e3", " ",     "true",   "\"\\u0041\"", "null"};
  int good = 0;
  std::string scratch, why;
  json_tree tree;
  for (int i = 0; i < 200'000 && time.left(); ++i) {
    const std::string text = "[" + dice.text_of(words, 7) + "]";
    if (!tree.parse(text, why)) continue;
    ++good;
    for (const auto& n : tree.nodes()) {
      BOOST_REQUIRE(n.after <= tree.nodes().size());
      BOOST_REQUIRE(n.at + n.bytes <= text.size());
      if (n.type == json_tree::kind::string) tree.characters(n, scratch);
      json_tree again;
      BOOST_REQUIRE(again.parse(tree.text(n), why));
    }
  }
  BOOST_TEST(good > 100);
}

BOOST_AUTO_TEST_CASE(a_failure_can_be_told_without_the_text) {
  json_tree tree;
  std::string why;
  BOOST_TEST(!tree.parse("{\"a\":1 x}", why));
  BOOST_TEST(why.find('x') != std::string::npos);
  BOOST_TEST(tree.failed_at() == 7u);
  BOOST_TEST(tree.failure() == "expected ',' or '}'");
}
