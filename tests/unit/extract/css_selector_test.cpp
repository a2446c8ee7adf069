#include "core/extract/css_selector.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::extract;

namespace {

std::string wrong(std::string_view text) {
  std::string why;
  BOOST_TEST(!parse_selector(text, why).has_value(), text);
  return why;
}

css_test only_test(std::string_view text) {
  std::string why;
  const auto made = parse_selector(text, why);
  BOOST_REQUIRE_MESSAGE(made.has_value(), why);
  return made->at(0).compounds.at(0).tests.at(0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_group_of_chains_becomes_data) {
  std::string why;
  const auto made = parse_selector(" DIV.a > p+b ~ c  d ,*#x[Y] ", why);
  BOOST_REQUIRE_MESSAGE(made.has_value(), why);
  BOOST_REQUIRE(made->size() == 2u);
  const css_chain& first = made->at(0);
  BOOST_TEST(first.relations == ">+~ ");
  BOOST_TEST(first.compounds[0].type == "div");
  BOOST_TEST(first.compounds[0].tests.at(0).value == "a");
  BOOST_TEST(first.compounds[4].type == "d");
  BOOST_TEST(made->at(1).compounds[0].type == "");
  BOOST_TEST(made->at(1).compounds[0].tests.size() == 2u);
  BOOST_TEST(made->at(1).compounds[0].tests[1].name == "y");
}

BOOST_AUTO_TEST_CASE(steps_of_nth_child_are_read) {
  struct {
    const char* text;
    int a, b;
  } const cases[] = {{":nth-child(odd)", 2, 1},     {":nth-child( EVEN )", 2, 0},
                     {":nth-child(3)", 0, 3},       {":nth-child(-3)", 0, -3},
                     {":nth-child(n)", 1, 0},       {":nth-child(-n+3)", -1, 3},
                     {":nth-child(2N - 1)", 2, -1}, {":nth-child(+3n+2)", 3, 2},
                     {":first-child", 0, 1},        {":nth-last-child(2n)", 2, 0}};
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT(c.text) {
      BOOST_TEST(only_test(c.text).a == c.a);
      BOOST_TEST(only_test(c.text).b == c.b);
    }
  }
}

BOOST_AUTO_TEST_CASE(escapes_and_quotes_are_taken_off) {
  BOOST_TEST(only_test("#a\\.b").value == "a.b");
  BOOST_TEST(only_test("#\\31 23").value == "123");
  BOOST_TEST(only_test(".\\20acx").value == "\u20acx");
  BOOST_TEST(only_test(".\\0").value == "\ufffd");
  BOOST_TEST(only_test("[a=\"x\\\"y\"]").value == "x\"y");
  BOOST_TEST(only_test("[a = 'x]y' I ]").ignore_case);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place) {
  BOOST_TEST(wrong("") == "selector, character 1: expected an element, '.', '#', '[' or ':'");
  BOOST_TEST(wrong("a >") == "selector, character 4: expected an element, '.', '#', '[' or ':'");
  BOOST_TEST(wrong("a,") == "selector, character 3: expected an element, '.', '#', '[' or ':'");
  BOOST_TEST(wrong("a[b") ==
             "selector, character 4: expected ']', '=', '~=', '|=', '^=', '$=' or '*='");
  BOOST_TEST(wrong("a[b=c") == "selector, character 6: expected ']'");
  BOOST_TEST(wrong("a[b='c]") == "selector, character 8: the quoted text does not end");
  BOOST_TEST(wrong("a)") == "selector, character 2: expected a combinator, ',' or the end");
  BOOST_TEST(wrong("a::before") == "selector, character 3: pseudo-elements are not offered");
  BOOST_TEST(wrong("svg|a") == "selector, character 4: namespaces are not offered");
  BOOST_TEST(wrong(".1") == "selector, character 2: a name cannot start with a digit");
  BOOST_TEST(wrong("a:hover").starts_with("selector, character 3: unknown pseudo-class :hover,"));
  BOOST_TEST(wrong(":nth-child(x)") ==
             "selector, character 12: expected a number, an+b, odd or even");
  BOOST_TEST(wrong(":nth-child(99999999)") == "selector, character 20: the number is too large");
  BOOST_TEST(wrong(":not(a b)") == "selector, character 8: expected ')'");
  BOOST_TEST(wrong("a\\") == "selector, character 3: expected a character after '\\'");
  std::string deep = "a";
  for (int i = 0; i < 9; ++i)
    deep = ":not(" + deep + ")";
  BOOST_TEST(wrong(deep).ends_with("over 8 levels of :not()"));
  std::string many = "a";
  for (int i = 0; i < 100; ++i)
    many += " a";
  BOOST_TEST(wrong(many).ends_with("over 100 elements in one selector"));
}

BOOST_AUTO_TEST_CASE(random_selectors_are_read_or_refused_inside_their_text) {
  constexpr std::uint64_t seed = 2011;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{
      "a",           ".", "#",  "[",  "]",  "=", "~=",    "\"",           "'", " ", ">", ",",
      ":nth-child(", ")", "2n", "+1", "\\", "*", ":not(", ":first-child", "|"};
  int good = 0;
  for (int i = 0; i < 200'000 && time.left(); ++i) {
    const std::string text = dice.text_of(words, 10);
    std::string why;
    const bool read = parse_selector(text, why).has_value();
    BOOST_REQUIRE(read == why.empty());
    good += read;
  }
  BOOST_TEST(good > 0);
}
