#include "plugins/http/character_class.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

// The searches look at 16 bytes at once; here each is held against its one-byte definition.
BOOST_AUTO_TEST_CASE(the_fast_searches_agree_with_the_byte_by_byte_rules) {
  for (std::size_t size = 0; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string text(size, 'a');
        text[at] = static_cast<char>(c);
        const char *p = text.data(), *end = p + size;
        const char* const control = is_control(text[at]) ? p + at : end;
        const char* const other = is_token_char(text[at]) ? end : p + at;
        if (find_control(p, end) != control || find_no_token(p, end) != other) {
          BOOST_ERROR("byte " << c << " at " << at << " of " << size);
        }
      }
    }
  }
  BOOST_TEST(find_control(nullptr, nullptr) == nullptr);
}

BOOST_AUTO_TEST_CASE(the_first_of_several_hits_is_found) {
  const std::string text = std::string(20, 'x') + "\r\n\x7f" + std::string(20, '\0');
  BOOST_TEST(find_control(text.data(), text.data() + text.size()) - text.data() == 20);
}

BOOST_AUTO_TEST_CASE(words_are_compared_without_case_and_in_full) {
  BOOST_TEST(is_word("Content-Length", "content-length"));
  BOOST_TEST(is_word("CONNECTION", "connection"));
  for (std::size_t at = 0; at < 14; ++at) {
    std::string wrong = "content-length";
    wrong[at] = '_';
    BOOST_TEST(!is_word(wrong.data(), "content-length"));
  }
  BOOST_TEST(equal_ignoring_case("ClOsE", "close"));
  BOOST_TEST(!equal_ignoring_case("closed", "close"));
  BOOST_TEST(same_name("X-a", "x-A"));
  BOOST_TEST(trimmed(" \t a b\t ") == "a b");
}
