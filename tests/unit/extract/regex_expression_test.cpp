#include "core/extract/expression.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::extract;
using namespace veriload::extract::test;

namespace {

std::string run(std::string_view pattern, std::string_view text, std::size_t most = SIZE_MAX) {
  std::string why;
  const compiled made = compile_regex(pattern, why);
  BOOST_REQUIRE_MESSAGE(made != nullptr, why);
  return search(made, text, most);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_match_comes_with_its_groups) {
  BOOST_TEST(run("(\\w)=(\\d)?", "a=1 b= c=3") == "a=1,a,1|b=,b,(none)|c=3,c,3");
  BOOST_TEST(run("x", "abc") == "");
  BOOST_TEST(run("x", "") == "");
  BOOST_TEST(run("a", "aaaa", 2) == "a|a");
}

BOOST_AUTO_TEST_CASE(empty_matches_move_on_by_whole_characters) {
  BOOST_TEST(run("b*", "abba") == "|bb||");
  BOOST_TEST(run("", "\u00e4\u20ac") == "||");
  BOOST_TEST(run("(?=a)", "aa") == "|");
  BOOST_TEST(run("^|$", "ab") == "|");
}

BOOST_AUTO_TEST_CASE(characters_are_those_of_utf8_and_other_bytes_are_none) {
  BOOST_TEST(run("^.$", "\u20ac") == "\u20ac");
  BOOST_TEST(run("\\p{Lu}", "a\u00c4b") == "\u00c4");
  BOOST_TEST(run("b.",
                 "\xff\xfe"
                 "bc\xff") == "bc");
}

BOOST_AUTO_TEST_CASE(a_search_without_end_is_stopped) {
  const std::string result = run("(a+)+$", std::string(40, 'a') + "b");
  BOOST_TEST(result.starts_with("! the regular expression took over a million steps"));
}

BOOST_AUTO_TEST_CASE(a_match_may_start_behind_where_it_was_found) {
  BOOST_TEST(run("a\\Kb", "abab") == "b|b");
  BOOST_TEST(run("ab\\K", "abab") == "|");
  BOOST_TEST(run("(?<=a)b", "abab") == "b|b");
}

BOOST_AUTO_TEST_CASE(random_patterns_end_and_stay_inside_the_text) {
  constexpr std::uint64_t seed = 1997;
  BOOST_TEST_MESSAGE("seed " << seed);
  chance dice(seed);
  const one_second time;
  const std::vector<std::string> words{"a", "b", "(", ")", "[", "]", "*",   "+",   "?",   "|",
                                       "^", "$", ".", "{", "}", "2", "\\b", "\\K", "(?=", "\\1"};
  int good = 0;
  for (int i = 0; i < 100'000 && time.left(); ++i) {
    std::string why;
    const compiled made = compile_regex(dice.text_of(words, 8), why);
    BOOST_REQUIRE((made == nullptr) == !why.empty());
    if (!made) continue;
    ++good;
    search(made, dice.text_of({"a", "b", "\u00e4", " "}, 20));
  }
  BOOST_TEST(good > 0);
}
