#include "core/personas/rules/subject.hpp"

#include "core/personas/fields/text_list.hpp"
#include "core/personas/rules/handle.hpp"
#include "core/personas/rules/places.hpp"
#include "tests/unit/personas/rules/judge.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace veriload::personas::rules {
namespace {

locale_index index_of(const char* code) {
  return locale_index(image::instance().find_locale(code).value());
}

// A line of the first street of the locale.
std::string line_of(const char* code, const std::string& front, const std::string& back) {
  return front + std::string(image::instance().find_locale(code)->street(0)) + back;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule_subject)

BOOST_AUTO_TEST_CASE(a_redacted_value_shows_its_length_and_its_first_character) {
  BOOST_TEST(redacted("") == "empty");
  BOOST_TEST(redacted("B") == "1 character");
  BOOST_TEST(redacted("Boston") == "6 characters, the first is \"B\"");
  BOOST_TEST(redacted("東京都") == "3 characters, the first is \"東\"");
  BOOST_TEST(redacted("\x1b[2J") == "4 characters");
  BOOST_TEST(redacted("\n\n") == "2 characters");
}

BOOST_AUTO_TEST_CASE(numbers_are_read_as_fields_write_them) {
  BOOST_TEST(whole_number("0").value() == 0);
  BOOST_TEST(whole_number("1988").value() == 1988);
  BOOST_TEST(whole_number("-3").value() == -3);
  for (const char* wrong :
       {"", "-", "+1", "01", "-0", "1 ", " 1", "1.0", "1e3", "0x1", "99999999999999999999"})
    BOOST_TEST(!whole_number(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(lists_of_texts_are_read_whole_or_not_at_all) {
  const std::vector<std::string> two{"a b", "c\"d\\"};
  BOOST_TEST((text_list(R"(["a b","c\"d\\"])").value() == two));
  BOOST_TEST((text_list(R"([ "a b" , "c\"d\\" ])").value() == two));
  BOOST_TEST(text_list("[]").value().empty());
  for (const char* wrong : {"", "[", "]", "a", "[a]", R"(["a)",
                            R"(["a"])"
                            "x",
                            R"(["a" "b"])", R"(["a",])", R"([,"a"])", R"(["a\n"])", R"(["a\"])"})
    BOOST_TEST(!text_list(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(handles_have_two_names_and_a_number) {
  const handle read = read_handle("lena.weber12", '.').value();
  BOOST_TEST(read.first == "lena");
  BOOST_TEST(read.last == "weber");
  BOOST_TEST(read.digits == "12");
  BOOST_TEST(!read_handle("lenaweber12", '.').has_value());
  BOOST_TEST(counts_namesakes(""));
  BOOST_TEST(counts_namesakes("2"));
  BOOST_TEST(!counts_namesakes("1"));
  BOOST_TEST(!counts_namesakes("02"));
}

BOOST_AUTO_TEST_CASE(street_lines_are_those_of_the_locale) {
  const locale_index german = index_of("de_DE"), american = index_of("en_US"),
                     japanese = index_of("ja_JP");
  BOOST_TEST(is_street_line(german, line_of("de_DE", "", " 12")));
  BOOST_TEST(is_street_line(american, line_of("en_US", "9999 ", "")));
  BOOST_TEST(is_street_line(japanese, line_of("ja_JP", "", "5丁目28番20号")));
  BOOST_TEST(!is_street_line(german, line_of("de_DE", "12 ", "")));
  BOOST_TEST(!is_street_line(german, line_of("de_DE", "", " 0")));
  BOOST_TEST(!is_street_line(german, line_of("de_DE", "", " 012")));
  BOOST_TEST(!is_street_line(german, line_of("de_DE", "", " 12 ")));
  BOOST_TEST(!is_street_line(german, line_of("de_DE", "", " 123456")));
  BOOST_TEST(!is_street_line(american, line_of("en_US", "10000 ", "")));
  BOOST_TEST(!is_street_line(japanese, line_of("ja_JP", "", "6丁目28番20号")));
  BOOST_TEST(!is_street_line(german, ""));
}

BOOST_AUTO_TEST_CASE(company_names_are_read_back) {
  const image::locale_view tables = image::instance().find_locale("ja_JP").value();
  const std::string stem(tables.stem(3).name), trade(tables.trade(7).name);
  const auto read = index_of("ja_JP").read_company("株式会社" + stem + trade);
  BOOST_TEST_REQUIRE(read.size() == 1u);
  BOOST_TEST(read[0].stem == 3u);
  BOOST_TEST(read[0].trade == 7u);
  BOOST_TEST(tables.legal_form(read[0].form) == "株式会社{}");
  BOOST_TEST(index_of("ja_JP").read_company(stem + trade).empty());
  BOOST_TEST(index_of("ja_JP").read_company("株式会社" + trade + stem).empty());
  BOOST_TEST(index_of("ja_JP").read_company("株式会社").empty());

  const image::locale_view spanish = image::instance().find_locale("es_ES").value();
  const std::string name =
      std::string(spanish.trade(2).name) + " " + std::string(spanish.stem(5).name) + " S.L.";
  const auto words = index_of("es_ES").read_company(name);
  BOOST_TEST_REQUIRE(words.size() == 1u);
  BOOST_TEST(words[0].stem == 5u);
  BOOST_TEST(words[0].trade == 2u);
}

// Nothing that somebody gave may reach a message, nor what is made of it.
BOOST_AUTO_TEST_CASE(violations_of_given_values_do_not_show_them) {
  auto plan = test::pool_of(50, 3, {"de_DE"});
  plan.overrides = {{"person.username", "topsecret.word"}, {"contact.email", "topsecret@x.test"}};
  const test::judge court(plan);
  auto values = court.values(5);
  for (std::string& value : values)
    value += "topsecret";
  test::at(values, field::locale) = "de_DE";
  const auto found = court.violations(values);
  BOOST_TEST(found.size() > 50u);
  for (const violation& one : found) {
    BOOST_TEST(test::text_of(one).find("topsecret") == std::string::npos, test::text_of(one));
    BOOST_TEST(one.found.find("characters, the first is") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas::rules
