#include "core/extract/json_path.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::extract;

namespace {

bool reads(std::string_view text) {
  std::string why;
  const bool good = parse_json_path(text, why).has_value();
  BOOST_TEST(good == why.empty());
  return good;
}

std::string wrong(std::string_view text) {
  std::string why;
  BOOST_TEST(!parse_json_path(text, why).has_value(), text);
  return why;
}

}  // namespace

BOOST_AUTO_TEST_CASE(queries_of_the_grammar_are_read) {
  for (const char* text : {"$",
                           "$.a",
                           "$.\u00e4_1",
                           "$..*",
                           "$..a",
                           "$..[0]",
                           "$ .a [ 'b' , 1 ]",
                           "$['a\\u0041\\'']",
                           "$[\"a'\\\"\"]",
                           "$[-1]",
                           "$[0]",
                           "$[:]",
                           "$[::]",
                           "$[1:2:-3]",
                           "$[ 1 : 2 : 3 ]",
                           "$[9007199254740991]",
                           "$[?@]",
                           "$[?@.a==1]",
                           "$[? @.a == 'x' && !(@.b || $.c) ]",
                           "$[?!@.a]",
                           "$[?@.a<=-0.5e+3]",
                           "$[?length(@.a)>1]",
                           "$[?count(@.*)==2]",
                           "$[?match(@.a,'x.*')]",
                           "$[?search( @.a , @.b )]",
                           "$[?value(@..a)=='x']",
                           "$[?length(value(@.a))==1]",
                           "$[?@[?@.x]]",
                           "$[?(@.a)]",
                           "$[?@==null,?@==true,*]",
                           "$[?@['a']['b'][0]==1]",
                           "$[?-0==@]",
                           "$['\\ud83d\\ude00']",
                           "$.a\n.b"}) {
    BOOST_TEST(reads(text), text);
  }
}

BOOST_AUTO_TEST_CASE(what_is_outside_of_the_grammar_is_refused) {
  for (const char* text : {"",
                           "a",
                           " $",
                           "$ ",
                           "$.",
                           "$..",
                           "$.1",
                           "$.a b",
                           "$.'a'",
                           "$. a",
                           "$[]",
                           "$[",
                           "$[a]",
                           "$['a]",
                           "$['\\x']",
                           "$[\"\\'\"]",
                           "$['\\\"']",
                           "$['\\ud83d']",
                           "$['\\ude00']",
                           "$['\n']",
                           "$[01]",
                           "$[-0]",
                           "$[-01]",
                           "$[1.0]",
                           "$[9007199254740992]",
                           "$[1:2:3:4]",
                           "$[1,]",
                           "$[,1]",
                           "$[?]",
                           "$[?1]",
                           "$[?'a']",
                           "$[?true]",
                           "$[?@.a==]",
                           "$[?@.a=1]",
                           "$[?@.*==1]",
                           "$[?@..a==1]",
                           "$[?@[0:1]==1]",
                           "$[?@['a','b']==1]",
                           "$[?@.a===1]",
                           "$[?(@.a==1]",
                           "$[?@.a &&]",
                           "$[?@.a & @.b]",
                           "$[?!1==1]",
                           "$[?(@.a)==1]",
                           "$[?TRUE==@]",
                           "$[?01==@]",
                           "$[?.5==@]",
                           "$[?1.==@]",
                           "$[?+1==@]",
                           "$[?nope(@)]",
                           "$[?length(@.a)]",
                           "$[?count(1)==1]",
                           "$[?length(@.*)==1]",
                           "$[?length()==1]",
                           "$[?length(@,@)==1]",
                           "$[?match(@.a)]",
                           "$[?match(@.a,'x')==true]",
                           "$[?search(@.*,'x')]",
                           "$[?value('a')==1]",
                           "$[?count (@)==1]",
                           "$[?@.a==1e400]",
                           "$[?length(match(@,'a'))==1]",
                           "$[0 1]"}) {
    BOOST_TEST(!reads(text), text);
  }
}

BOOST_AUTO_TEST_CASE(the_reason_names_the_byte) {
  BOOST_TEST(wrong("a") == "JSONPath, byte 0: expected '$'");
  BOOST_TEST(wrong("$.a.") == "JSONPath, byte 4: expected a name or '*'");
  BOOST_TEST(wrong("$[1") == "JSONPath, byte 3: expected ',' or ']'");
  BOOST_TEST(wrong("$[?len(@)>1]") ==
             "JSONPath, byte 3: unknown function, expected length, count, match, search or value");
  BOOST_TEST(wrong(std::string(70'000, '$')).starts_with("the JSONPath has 70000 bytes"));
  std::string deep = "@";
  for (int i = 0; i < 60; ++i)
    deep = "@[?" + deep + "]";
  BOOST_TEST(wrong("$[?" + deep + "]").ends_with("over 50 levels of filters"));
}

BOOST_AUTO_TEST_CASE(a_query_for_one_value_is_known) {
  std::string why;
  BOOST_TEST(parse_json_path("$.a[0]['b'][-1]", why)->is_singular());
  for (const char* text : {"$..a", "$.*", "$[0,1]", "$[0:1]", "$[?@.a]"}) {
    BOOST_TEST(!parse_json_path(text, why)->is_singular(), text);
  }
}

BOOST_AUTO_TEST_CASE(dots_of_a_pattern_stop_at_line_ends) {
  BOOST_TEST(as_pcre2("a.b[.]\\.", false) == "a[^\\n\\r]b[.]\\.");
  BOOST_TEST(as_pcre2("a|b", true) == "\\A(?:a|b)\\z");
}

BOOST_AUTO_TEST_CASE(random_queries_are_read_or_refused_inside_their_text) {
  constexpr std::uint64_t seed = 9535;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{
      "$", ".a", "..",      "[", "]",  "?",  "@",      "==", "1",       "'b'", ",",      ":", "*",
      "(", ")",  "length(", "!", "&&", "||", "match(", " ",  "\\u0041", "-",   "count(", "<"};
  int good = 0;
  for (int i = 0; i < 200'000 && time.left(); ++i)
    good += reads("$[?" + dice.text_of(words, 9) + "]");
  BOOST_TEST(good > 0);
}
