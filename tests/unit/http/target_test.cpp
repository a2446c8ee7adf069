#include "plugins/http/target.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

namespace {

std::string joined(std::string_view base, std::string_view target) {
  std::string out;
  failure why;
  return append_joined(out, base, target, why) ? out : std::string("refused: ") + why.text;
}

std::string refusal(std::string_view url) {
  url_parts parts;
  failure why;
  return split_url(url, parts, why) ? "accepted" : why.text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(relative_targets_are_appended_to_the_path_of_the_base) {
  BOOST_TEST(joined("", "") == "/");
  BOOST_TEST(joined("", "/users") == "/users");
  BOOST_TEST(joined("/", "users") == "/users");
  BOOST_TEST(joined("/v1", "/users") == "/v1/users");
  BOOST_TEST(joined("/v1/", "/users") == "/v1/users");
  BOOST_TEST(joined("/v1", "users?a=b") == "/v1/users?a=b");
  BOOST_TEST(joined("/v1", "") == "/v1/");
  BOOST_TEST(joined("/v1", "?q=1") == "/v1/?q=1");
  BOOST_TEST(joined("/v1", "//other/x") == "/v1/other/x");
  BOOST_TEST(joined("/v1", "/redirect?to=http://x/") == "/v1/redirect?to=http://x/");
}

BOOST_AUTO_TEST_CASE(a_plain_copy_takes_what_needs_no_change_and_nothing_else) {
  for (std::size_t size = 1; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string target(size, 'x');
        target[at] = static_cast<char>(byte);
        std::string whole;
        failure why;
        const bool plain = append_target(whole, target, why) && whole == target;
        std::string copy(size, '.');
        const char* const end = copy_plain(copy.data(), target);
        BOOST_REQUIRE_EQUAL(end != nullptr, plain);
        if (plain) BOOST_REQUIRE(end == copy.data() + size && copy == target);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(bytes_that_no_url_may_hold_are_encoded_and_fragments_left_out) {
  BOOST_TEST(joined("", "a b") == "/a%20b");
  BOOST_TEST(joined("", "caf\xc3\xa9") == "/caf%C3%A9");
  BOOST_TEST(joined("", "a%20b") == "/a%20b");
  BOOST_TEST(joined("", "?q={\"x\"}|<>") == "/?q=%7B%22x%22%7D%7C%3C%3E");
  BOOST_TEST(joined("/a b", "x#y z") == "/a%20b/x");
}

BOOST_AUTO_TEST_CASE(control_bytes_cannot_start_a_line_of_their_own) {
  for (const char c : {'\r', '\n', '\0', '\t', '\x7f', '\x1b'}) {
    const std::string target = std::string("/a") + c + "b";
    BOOST_TEST(joined("", target).starts_with("refused: control byte"));
  }
}

BOOST_AUTO_TEST_CASE(absolute_means_a_scheme_at_the_start) {
  BOOST_TEST(is_absolute("http://x"));
  BOOST_TEST(is_absolute("ftp+s://x"));
  BOOST_TEST(!is_absolute("/a?u=http://x"));
  BOOST_TEST(!is_absolute("a?u=http://x"));
  BOOST_TEST(!is_absolute("://x"));
  BOOST_TEST(!is_absolute(""));
}

BOOST_AUTO_TEST_CASE(absolute_urls_come_apart) {
  url_parts parts;
  failure why;
  BOOST_REQUIRE(split_url("HTTP://Sut.Example:8080/a/b?c#d", parts, why));
  BOOST_TEST(parts.host == "Sut.Example");
  BOOST_TEST(parts.port == 8080u);
  BOOST_TEST(parts.rest == "/a/b?c");
  BOOST_REQUIRE(split_url("http://[::1]:81", parts, why));
  BOOST_TEST(parts.host == "::1");
  BOOST_TEST(parts.bracketed);
  BOOST_TEST(parts.port == 81u);
  BOOST_TEST(parts.rest == "");
  BOOST_REQUIRE(split_url("http://h:?q", parts, why));
  BOOST_TEST(parts.port == 80u);
  BOOST_TEST(parts.rest == "?q");
  BOOST_TEST(!parts.bracketed);
  BOOST_TEST(!parts.secure);
  BOOST_REQUIRE(split_url("HTTPS://h/a", parts, why));
  BOOST_TEST(parts.secure);
  BOOST_TEST(parts.port == 443u);
}

BOOST_AUTO_TEST_CASE(urls_that_cannot_be_called_say_why) {
  BOOST_TEST(refusal("ftp://x/") == "URL scheme 'ftp' is not supported, expected http or https");
  BOOST_TEST(refusal("nonsense").starts_with("malformed URL"));
  BOOST_TEST(refusal("http://me:secret@x/").find("secret") == std::string::npos);
  BOOST_TEST(refusal("http://me@x/").starts_with("URL carries user information"));
  for (const char* url :
       {"http://", "http:///a", "http://a b/", "http://[::1/", "http://[]/", "http://a\r\nb/",
        "http://[::1]x/", "http://a:0/", "http://a:65536/", "http://a:8x/", "http://a:123456/"}) {
    BOOST_TEST(refusal(url).starts_with("malformed "));
  }
}
