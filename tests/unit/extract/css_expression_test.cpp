#include "core/extract/expression.hpp"

#include "tests/unit/extract/searching.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::extract;

namespace {

constexpr std::string_view page = R"(<!DOCTYPE html>
<title> The shop </title>
<form id=f><input name="csrf" value="t&amp;k"><input NAME=qty value=2></form>
<ul class="list big"><li>one<li class="hot Sale">two<li>three<li data-x="">four</ul>
<div lang="en-GB"><p>a</p><p>b <b>c</b></p><span>d</span><p>e</p></div>
<my-box><a href="/x.pdf">f</a></my-box><table><tr><td>1<td>2</table>)";

std::string run(std::string_view selector, std::string_view attribute = {},
                std::string_view html = page) {
  std::string why;
  const compiled made = compile_css(selector, attribute, why);
  BOOST_REQUIRE_MESSAGE(made != nullptr, why);
  return test::search(made, html);
}

}  // namespace

BOOST_AUTO_TEST_CASE(elements_are_found_by_type_class_and_id) {
  BOOST_TEST(run("title") == "The shop");
  BOOST_TEST(run("LI.hot") == "two");
  BOOST_TEST(run(".Sale.hot") == "two");
  BOOST_TEST(run(".sale") == "");
  BOOST_TEST(run("#f input", "value") == "t&k|2");
  BOOST_TEST(run("my-box > a") == "f");
  BOOST_TEST(run("b, span") == "c|d");
  BOOST_TEST(run("div > *") == "a|b c|d|e");
}

BOOST_AUTO_TEST_CASE(attributes_are_compared_in_every_way) {
  BOOST_TEST(run("input[name=csrf]", "value") == "t&k");
  BOOST_TEST(run("[NAME='qty']", "VALUE") == "2");
  BOOST_TEST(run("[name=CSRF]", "value") == "");
  BOOST_TEST(run("[name=CSRF i]", "value") == "t&k");
  BOOST_TEST(run("[data-x]") == "four");
  BOOST_TEST(run("[class~=big]", "class") == "list big");
  BOOST_TEST(run("[class~=bi]", "class") == "");
  BOOST_TEST(run("[lang|=en] span") == "d");
  BOOST_TEST(run("[lang|=e] span") == "");
  BOOST_TEST(run("[href^='/x']") == "f");
  BOOST_TEST(run("[href$='.pdf']") == "f");
  BOOST_TEST(run("[href*='.p']") == "f");
  BOOST_TEST(run("[href*='']") == "");
  BOOST_TEST(run("[data-x='']") == "four");
}

BOOST_AUTO_TEST_CASE(only_elements_with_the_attribute_give_it) {
  BOOST_TEST(run("li", "class") == "hot Sale");
  BOOST_TEST(run("li", "data-x") == "");
  BOOST_TEST(run("li", "none") == "");
}

BOOST_AUTO_TEST_CASE(combinators_relate_elements) {
  BOOST_TEST(run("div b") == "c");
  BOOST_TEST(run("div > b") == "");
  BOOST_TEST(run("p + p") == "b c");
  BOOST_TEST(run("p ~ p") == "b c|e");
  BOOST_TEST(run("span + p") == "e");
  BOOST_TEST(run("body p + span ~ p") == "e");
  BOOST_TEST(run("html body div p b") == "c");
}

BOOST_AUTO_TEST_CASE(places_among_siblings_are_counted) {
  BOOST_TEST(run("li:first-child") == "one");
  BOOST_TEST(run("li:last-child") == "four");
  BOOST_TEST(run("li:nth-child(2)") == "two");
  BOOST_TEST(run("li:nth-child(odd)") == "one|three");
  BOOST_TEST(run("li:nth-child(-n+2)") == "one|two");
  BOOST_TEST(run("li:nth-child(n+3)") == "three|four");
  BOOST_TEST(run("li:nth-last-child(2)") == "three");
  BOOST_TEST(run("li:not(.hot):not(:first-child)") == "three|four");
  BOOST_TEST(run("li:not(.hot, [data-x])") == "one|three");
}

BOOST_AUTO_TEST_CASE(the_tree_is_that_of_a_browser) {
  BOOST_TEST(run("table > tbody > tr > td:last-child") == "2");
  BOOST_TEST(run("html > head > title", {}, "<title>x</title>") == "x");
  BOOST_TEST(run("p", {}, "<p>a<p>b") == "a|b");
  BOOST_TEST(run("b", {}, "<b>\xff&#65;&nbsp;</b>")
                 .starts_with("\ufffd"
                              "A"));
  BOOST_TEST(run("body", {}, "") == "");
  BOOST_TEST(run("td", {}, "just text") == "");
}

BOOST_AUTO_TEST_CASE(a_search_may_end_at_the_first_match) {
  std::string why;
  BOOST_TEST(test::search(compile_css("li", "", why), page, 1) == "one");
  BOOST_TEST(test::search(compile_css("input", "value", why), page, 1) == "t&k");
}

BOOST_AUTO_TEST_CASE(trees_that_are_too_deep_or_costly_are_refused) {
  const auto nested = [](std::size_t depth) {
    std::string html;
    for (std::size_t i = 0; i < depth; ++i)
      html += "<div>";
    return html;
  };
  BOOST_TEST(run("p", {}, nested(15'000)) == "");
  BOOST_TEST(run("p", {}, nested(30'000)).starts_with("! HTML of 150000 bytes is too much"));
  std::string flat;
  for (int i = 0; i < 30'000; ++i)
    flat += "<br><p>x</p>";
  BOOST_TEST(run("b", {}, flat) == "");
  BOOST_TEST(run("div div div div div p", {}, nested(1000) + "<b>").empty());
  BOOST_TEST(run("div div div div div a b", {}, nested(1000) + "<b>")
                 .starts_with("! the selector took over 50 million steps") == false);
  BOOST_TEST(run("a div div div div div b", {}, nested(300) + "<b>")
                 .starts_with("! the selector took over 50 million steps"));
}

BOOST_AUTO_TEST_CASE(random_html_is_searched_to_its_end) {
  constexpr std::uint64_t seed = 1866;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{
      "<p>",      "</p>", "<table>", "<td>",     "<b class=x>", "</b>",
      "<!--",     "-->",  "<a b=\"", "\">",      "<svg>",       "</svg>",
      "<select>", "text", "&amp",    "<script>", "</script>",   "<tr>"};
  std::string why;
  const compiled made = compile_css("p b:not(.y), td:nth-child(2) ~ *, [b] > *, svg *", "", why);
  for (int i = 0; i < 20'000 && time.left(); ++i) {
    const std::string html = dice.text_of(words, 40);
    const std::string result = test::search(made, html);
    const bool refused = result.starts_with("! HTML of ") || result.starts_with("! the selector ");
    BOOST_REQUIRE_MESSAGE(!refused, result << " in " << html);
  }
}
