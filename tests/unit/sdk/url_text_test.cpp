#include <veriload/url_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload;

namespace {

std::string percent(std::string_view text) {
  std::string out;
  append_percent_encoded(out, text);
  return out;
}
std::string form(std::string_view text) {
  std::string out;
  append_form_encoded(out, text);
  return out;
}
std::string base64(std::string_view bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(url_texts)

BOOST_AUTO_TEST_CASE(only_unreserved_characters_stay_plain) {
  BOOST_TEST(percent("aZ09-._~") == "aZ09-._~");
  BOOST_TEST(percent("a b&c=d/?#+%") == "a%20b%26c%3Dd%2F%3F%23%2B%25");
  BOOST_TEST(percent("\xc3\xa9") == "%C3%A9");
  BOOST_TEST(percent(std::string_view("\0", 1)) == "%00");
}

BOOST_AUTO_TEST_CASE(a_form_writes_a_space_as_plus) {
  BOOST_TEST(form("a b+c ") == "a+b%2Bc+");
  BOOST_TEST(form("") == "");
}

BOOST_AUTO_TEST_CASE(base64_follows_the_vectors_of_rfc_4648) {
  BOOST_TEST(base64("") == "");
  BOOST_TEST(base64("f") == "Zg==");
  BOOST_TEST(base64("fo") == "Zm8=");
  BOOST_TEST(base64("foo") == "Zm9v");
  BOOST_TEST(base64("foobar") == "Zm9vYmFy");
  BOOST_TEST(base64("\xff\xfe") == "//4=");
}

BOOST_AUTO_TEST_CASE(a_plain_target_has_no_fragment_and_nothing_that_is_wrong) {
  BOOST_TEST(!is_plain_target(""));
  for (std::size_t size = 1; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string target(size, 'x');
        target[at] = static_cast<char>(byte);
        const bool plain = wrong_target(target) == nullptr && byte != '#';
        BOOST_REQUIRE_EQUAL(is_plain_target(target), plain);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_request_line_cannot_be_broken) {
  BOOST_TEST((wrong_verb("GET") == nullptr && wrong_target("/a?b=c#d") == nullptr));
  BOOST_TEST((wrong_verb("M-SEARCH") == nullptr && wrong_target("*") == nullptr));
  for (const char* target : {"", "/a b", "/a\r\nx: y", "/a\x7f", "/a\t"}) {
    BOOST_TEST((wrong_target(target) != nullptr), target);
  }
  for (const char* verb : {"", "GET ", "G\r\n", "GET/"}) {
    BOOST_TEST((wrong_verb(verb) != nullptr), verb);
  }
}

BOOST_AUTO_TEST_SUITE_END()
