#include "core/personas/text/slug.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload::personas::text;

namespace {

std::string plain(std::string_view name) {
  return slug(name, transliteration::plain).value_or("nothing");
}
std::string german(std::string_view name) {
  return slug(name, transliteration::german).value_or("nothing");
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_slug_has_lower_case_letters_alone) {
  BOOST_TEST(plain("Jean-Luc") == "jeanluc");
  BOOST_TEST(plain("O'Brien") == "obrien");
  BOOST_TEST(plain("D\u2019Angelo") == "dangelo");
  BOOST_TEST(plain("van der Berg 2.") == "vanderberg");
  BOOST_TEST(plain("'-").empty());
}

BOOST_AUTO_TEST_CASE(letters_lose_their_marks) {
  BOOST_TEST(plain("Élodie") == "elodie");
  BOOST_TEST(plain("Müller") == "muller");
  BOOST_TEST(plain("Łukasz") == "lukasz");
  BOOST_TEST(plain("Søren Åse") == "sorenase");
  BOOST_TEST(plain("Đorđe") == "dorde");
  BOOST_TEST(plain("İpek Işıl Şükrü Ağa") == "ipekisilsukruaga");
  BOOST_TEST(plain("Ștefan Nguyễn Ō") == "stefannguyeno");
}

BOOST_AUTO_TEST_CASE(some_letters_become_two) {
  BOOST_TEST(plain("Weiß STRAẞE") == "weissstrasse");
  BOOST_TEST(plain("Æsa Œuvre Þór Ðag") == "aesaoeuvrethordag");
}

BOOST_AUTO_TEST_CASE(german_writes_umlauts_as_two_letters) {
  BOOST_TEST(german("Müller") == "mueller");
  BOOST_TEST(german("Änne Özil Weiß") == "aenneoezilweiss");
  BOOST_TEST(german("Renée") == "renee");
}

BOOST_AUTO_TEST_CASE(other_scripts_and_broken_bytes_have_no_slug) {
  BOOST_TEST(plain("桜") == "nothing");
  BOOST_TEST(plain("Иван") == "nothing");
  BOOST_TEST(plain("Z\xffoe") == "nothing");
  BOOST_TEST(plain("Ƣ") == "nothing");
}
