#include "core/extract/expression.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::extract;

namespace {

std::string run(std::string_view query, std::string_view json, std::size_t most = SIZE_MAX) {
  std::string why;
  const compiled made = compile_json_path(query, why);
  BOOST_REQUIRE_MESSAGE(made != nullptr, why);
  return test::search(made, json, most);
}

constexpr std::string_view cart =
    R"({"items":[{"id":1,"n":"pen","tags":["a","b"]},{"id":2,"n":"cup"},)"
    R"({"id":30,"n":"p\u0061d","old":true}],"id":"c-1","total":12.50})";

}  // namespace

BOOST_AUTO_TEST_CASE(names_indexes_and_wildcards_choose_children) {
  BOOST_TEST(run("$.total", cart) == "12.50");
  BOOST_TEST(run("$['id']", cart) == "\"c-1\"");
  BOOST_TEST(run("$.items[*].id", cart) == "1|2|30");
  BOOST_TEST(run("$.items[0,-1]['n','id']", cart) == "\"pen\"|1|\"p\\u0061d\"|30");
  BOOST_TEST(run("$.items[3]", cart) == "");
  BOOST_TEST(run("$.items[-4]", cart) == "");
  BOOST_TEST(run("$.items.id", cart) == "");
  BOOST_TEST(run("$.total.x", cart) == "");
  BOOST_TEST(run("$[0]", cart) == "");
  BOOST_TEST(run("$.*", "[1,[2],{\"a\":3}]") == "1|[2]|{\"a\":3}");
  BOOST_TEST(run("$", " 1 ") == "1");
  BOOST_TEST(run("$['a\\u0062']", R"({"\u0061b":1,"ab":2})") == "2");
  BOOST_TEST(run("$.items[*].id", cart, 2) == "1|2");
}

BOOST_AUTO_TEST_CASE(descendants_come_in_the_order_of_the_standard) {
  BOOST_TEST(run("$..id", cart) == "\"c-1\"|1|2|30");
  BOOST_TEST(run("$..[0]", "[[1,[2]],3]") == "[1,[2]]|1|2");
  BOOST_TEST(run("$..*", "{\"a\":[1],\"b\":2}") == "[1]|2|1");
  BOOST_TEST(run("$..[0,1]", "[[1,2]]") == "[1,2]|1|2");
  BOOST_TEST(run("$..a..b", R"({"a":{"b":1,"a":{"b":2}}})") == "1|2|2");
}

BOOST_AUTO_TEST_CASE(slices_go_both_ways) {
  constexpr std::string_view list = "[0,1,2,3,4,5]";
  BOOST_TEST(run("$[1:3]", list) == "1|2");
  BOOST_TEST(run("$[4:]", list) == "4|5");
  BOOST_TEST(run("$[:2]", list) == "0|1");
  BOOST_TEST(run("$[::2]", list) == "0|2|4");
  BOOST_TEST(run("$[-2:]", list) == "4|5");
  BOOST_TEST(run("$[5:1:-2]", list) == "5|3");
  BOOST_TEST(run("$[::-1]", list) == "5|4|3|2|1|0");
  BOOST_TEST(run("$[-1:-7:-3]", list) == "5|2");
  BOOST_TEST(run("$[2:-9:-1]", list) == "2|1|0");
  BOOST_TEST(run("$[0:4:0]", list) == "");
  BOOST_TEST(run("$[9:]", list) == "");
  BOOST_TEST(run("$[3:1]", list) == "");
  BOOST_TEST(run("$[0:9007199254740991:9007199254740991]", list) == "0");
  BOOST_TEST(run("$[5::-9007199254740991]", list) == "5");
  BOOST_TEST(run("$[:]", "{\"a\":1}") == "");
  BOOST_TEST(run("$[:]", "[]") == "");
}

BOOST_AUTO_TEST_CASE(filters_compare_and_test) {
  BOOST_TEST(run("$.items[?@.id>1].n", cart) == "\"cup\"|\"p\\u0061d\"");
  BOOST_TEST(run("$.items[?@.n=='pad'].id", cart) == "30");
  BOOST_TEST(run("$.items[?@.old].id", cart) == "30");
  BOOST_TEST(run("$.items[?!@.old && @.id<=2].id", cart) == "1|2");
  BOOST_TEST(run("$.items[?@.id==1 || @.id==30].id", cart) == "1|30");
  BOOST_TEST(run("$.items[?(@.id==1 || @.id==2) && @.tags].id", cart) == "1");
  BOOST_TEST(run("$.items[?@.tags[?@=='b']].id", cart) == "1");
  BOOST_TEST(run("$.items[?@.id==$.items[1].id].n", cart) == "\"cup\"");
  BOOST_TEST(run("$[?@.x]", R"({"a":{"x":null},"b":{}})") == "{\"x\":null}");
}

BOOST_AUTO_TEST_CASE(comparisons_follow_the_table_of_the_standard) {
  constexpr std::string_view all = R"([1,1.0,"1",true,false,null,[1],[1.0],{"a":1,"b":2},)"
                                   R"({"b":2,"a":1},"","b"])";
  BOOST_TEST(run("$[?@==1]", all) == "1|1.0");
  BOOST_TEST(run("$[?@=='1']", all) == "\"1\"");
  BOOST_TEST(run("$[?@==null]", all) == "null");
  BOOST_TEST(run("$[?@>=null]", all) == "null");
  BOOST_TEST(run("$[?@==true]", all) == "true");
  BOOST_TEST(run("$[?@<true]", all) == "");
  BOOST_TEST(run("$[?@==$[6]]", all) == "[1]|[1.0]");
  BOOST_TEST(run("$[?@==$[8]]", all) == R"({"a":1,"b":2}|{"b":2,"a":1})");
  BOOST_TEST(run("$[?@<='b']", all) == "\"1\"|\"\"|\"b\"");
  BOOST_TEST(run("$[?@>'']", all) == "\"1\"|\"b\"");
  BOOST_TEST(run("$[?@.a==@.c]", "[1,{\"a\":1}]") == "1");  // both are nothing
  BOOST_TEST(run("$[?@.a!=@.c]", "[1,{\"a\":1}]") == "{\"a\":1}");
  BOOST_TEST(run("$[?@.a<=@.c]", "[1]") == "1");
  BOOST_TEST(run("$[?@.a<@.c]", "[1]") == "");
  BOOST_TEST(run("$[?@==-0]", "[0,-0.0]") == "0|-0.0");
  BOOST_TEST(run("$[?@=='\\u20ac']", "[\"\\u20ac\",\"\u20ac\"]") == "\"\\u20ac\"|\"\u20ac\"");
}

BOOST_AUTO_TEST_CASE(functions_give_values_and_verdicts) {
  BOOST_TEST(run("$[?length(@)==2]", R"(["ab","\u20acx",[1,2],{"a":1,"b":2},12,"abc"])") ==
             R"("ab"|"\u20acx"|[1,2]|{"a":1,"b":2})");
  BOOST_TEST(run("$[?count(@..*)>2]", "[[1],[1,[2]],{\"a\":[1,2]}]") == "[1,[2]]|{\"a\":[1,2]}");
  BOOST_TEST(run("$[?value(@..x)==1]", R"([{"x":1},{"y":{"x":1}},{"x":1,"y":{"x":1}}])") ==
             R"({"x":1}|{"y":{"x":1}})");
  BOOST_TEST(run("$[?match(@,'a.c')]", R"(["abc","xabc","a\nc",1])") == "\"abc\"");
  BOOST_TEST(run("$[?search(@,'a|b')]", R"(["xxb","c"])") == "\"xxb\"");
  BOOST_TEST(run("$[?match(@.t,@.p)]", R"([{"t":"ab","p":"a."},{"t":"ab","p":"("},{"t":"ab"}])") ==
             R"({"t":"ab","p":"a."})");
  BOOST_TEST(run("$[?match(@,'(')]", "[\"(\"]") == "");
  BOOST_TEST(run("$[?!match(@,'\\\\p{Lu}+')]", "[\"AB\",\"Ab\"]") == "\"Ab\"");
  BOOST_TEST(run("$[?length(@.a)==length(@.b)]", R"([{"a":"x","b":[1]},{}])") ==
             R"({"a":"x","b":[1]}|{})");
}

BOOST_AUTO_TEST_CASE(other_texts_and_endless_searches_are_told) {
  BOOST_TEST(run("$", "<p>") == "! no JSON: byte 0: expected a value, found '<'");
  std::string wide = "[0";
  for (int i = 0; i < 5000; ++i)
    wide += ",0";
  wide += "]";
  BOOST_TEST(run("$[?count($[?count($.*)>0])>0]", wide)
                 .starts_with("! the JSONPath took over 50 million steps"));
}

BOOST_AUTO_TEST_CASE(random_documents_are_searched_to_their_end) {
  constexpr std::uint64_t seed = 2024;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  std::string why;
  const compiled made =
      compile_json_path("$..[?@.a==@[0] || length(@)>1, ::-2, 'a', ?search(@,'b')]", why);
  BOOST_REQUIRE_MESSAGE(made != nullptr, why);
  const std::vector<std::string> words{"{\"a\":", "}", "[", "]", ",", "1", "\"b\\u0062\"", "null"};
  int good = 0;
  for (int i = 0; i < 200'000 && time.left(); ++i) {
    const std::string result = test::search(made, "[" + dice.text_of(words, 8) + "]");
    BOOST_REQUIRE((!result.starts_with("!") || result.starts_with("! no JSON")));
    good += !result.starts_with("!");
  }
  BOOST_TEST(good > 0);
}
