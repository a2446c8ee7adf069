#include "core/personas/pack/characters.hpp"

#include "core/personas/image/checksum.hpp"
#include "core/personas/text/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>

using namespace veriload::personas;
using pack::find_devanagari_fault;
using pack::find_fault;

namespace {

std::string expected(std::string_view text) {
  const auto fault = find_fault(text);
  return fault ? std::to_string(fault->characters_before) + ' ' + fault->expected : "fine";
}

bool well_formed(std::string_view text) { return !find_devanagari_fault(text); }

}  // namespace

BOOST_AUTO_TEST_CASE(texts_in_form_nfc_are_fine) {
  for (const char* text : {"Zoé", "Łódź", "Nguyễn", "さくらが", "グラス", "서울", "मुंबई", "क्षत्रिय",
                           "क़ादिर", "محمد", "مُحَمَّد", "أحمد", "北京", "Ёлка", "M\u0304a"})
    BOOST_TEST(expected(text) == "fine", text << " " << expected(text));
}

BOOST_AUTO_TEST_CASE(what_nfc_writes_as_one_character_is_found) {
  const std::string one = "letter and mark as one character (form NFC)";
  BOOST_TEST(expected("Zoe\u0301") == "3 " + one);
  BOOST_TEST(expected("か\u3099") == "1 " + one);
  BOOST_TEST(expected("न\u093c") == "1 " + one);
  BOOST_TEST(expected("ا\u0654") == "1 " + one);
  BOOST_TEST(expected("И\u0306") == "1 " + one);
  // The second mark composes too, as the first one does not block it.
  BOOST_TEST(expected("a\u0324\u0301") == "2 " + one);
  BOOST_TEST(expected("a\u0315\u0301") == "2 combining marks in the order of form NFC");
  // A mark of the same class stands between.
  BOOST_TEST(expected("b\u0301\u0307") == "fine");
}

BOOST_AUTO_TEST_CASE(what_nfc_replaces_is_found) {
  const std::string other = " the character that form NFC has instead";
  BOOST_TEST(expected("\u212b") == "0" + other);
  BOOST_TEST(expected("\u0958ादिर") == "0" + other);
  BOOST_TEST(expected("神\ufa19") == "1" + other);
  BOOST_TEST(expected("\u1100\u1161") == "0" + other);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_is_found) {
  const std::string seen = " characters that can be seen";
  for (const char* text : {"a\u200bb", "a\u00adb", "a\ufeffb", "a\u202eb",
                           "a\x01"
                           "b",
                           "a\u200db"})
    BOOST_TEST(expected(text) == "1" + seen, text);
  BOOST_TEST(expected("क्\u200dष") == "fine");
  BOOST_TEST(expected("क\u200dष") == "1" + seen);
}

BOOST_AUTO_TEST_CASE(devanagari_syllables_are_checked) {
  for (const char* text : {"हिन्दी", "श्री", "ऋषि", "काँच", "दुःख", "क़लम", "ऑफ़िस", "अंकुर", "ज्ञान"})
    BOOST_TEST(well_formed(text), text);
  for (const char* text : {"कीि", "ाम", "अा", "क््", "्क", "़क", "ंक", "का्", "क्ं"})
    BOOST_TEST(!well_formed(text), text);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_are_told_from_characters) {
  for (const std::string_view text : {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
                                      "\x80", "\xff", "\xe0\x80\x80"}) {
    std::size_t at = 0;
    BOOST_TEST((text::next_character(text, at) == text::not_utf8));
    BOOST_TEST(at == 1);
  }
  std::size_t at = 0;
  BOOST_TEST((text::next_character("\xf0\x9f\x98\x80", at) == U'\U0001f600'));
  BOOST_TEST(at == 4);
}

BOOST_AUTO_TEST_CASE(the_checksum_is_crc32c) {
  const char* known = "123456789";
  std::byte bytes[9];
  std::memcpy(bytes, known, sizeof bytes);
  BOOST_TEST(image::crc32c(bytes) == 0xe3069283U);
}
