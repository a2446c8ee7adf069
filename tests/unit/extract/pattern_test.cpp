#include "core/extract/pattern.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

using namespace veriload::extract;

BOOST_TEST_DONT_PRINT_LOG_VALUE(match_result)

BOOST_AUTO_TEST_CASE(a_match_gives_its_groups_and_place) {
  std::string why;
  const auto made = pattern::compile("b(c)(x)?", why);
  BOOST_REQUIRE(made.has_value());
  pattern::groups groups(*made);
  const std::string_view text = "abcabc";
  BOOST_TEST(made->match(text, 2, false, groups) == match_result::found);
  BOOST_TEST(groups.start() == 4u);
  BOOST_TEST(groups.end() == 6u);
  BOOST_TEST(groups.size() == 3u);
  BOOST_TEST(groups.at(1, text) == "c");
  BOOST_TEST((groups.at(2, text).data() == nullptr));
  BOOST_TEST(made->match(text, 5, false, groups) == match_result::none);
}

BOOST_AUTO_TEST_CASE(a_pattern_moves) {
  std::string why;
  auto first = pattern::compile("a", why), second = pattern::compile("b", why);
  BOOST_REQUIRE((first.has_value() && second.has_value()));
  *first = std::move(*second);
  pattern::groups groups(*first);
  BOOST_TEST(first->match("b", 0, false, groups) == match_result::found);
}

BOOST_AUTO_TEST_CASE(a_wrong_pattern_is_told_with_its_place) {
  std::string why;
  BOOST_TEST(!pattern::compile("ab(c", why).has_value());
  BOOST_TEST(why == "regular expression, byte 4: missing closing parenthesis");
  BOOST_TEST(!pattern::compile(std::string(70'000, 'a'), why).has_value());
  BOOST_TEST(why == "the regular expression has 70000 bytes, expected at most 65536");
  BOOST_TEST(!pattern::compile("\\C", why).has_value());
  BOOST_TEST(!pattern::compile("\xff", why).has_value());
}
