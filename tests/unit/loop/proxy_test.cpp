#include "core/loop/proxy.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::loop;

namespace {

std::string refusal(const std::string& url) {
  try {
    parse_proxy(url);
    return "";
  } catch (const setup_error& error) {
    return error.what();
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(proxy_suite)

BOOST_AUTO_TEST_CASE(reads_kind_place_and_login) {
  const proxy plain = parse_proxy("http://Proxy.test:3128");
  BOOST_TEST((plain.kind == proxy_kind::http));
  BOOST_TEST(plain.name() == "proxy.test:3128");
  BOOST_TEST(plain.user == "");
  const proxy login = parse_proxy("socks5h://m%65:p%3A%40@[::1]:1080/");
  BOOST_TEST((login.kind == proxy_kind::socks5h));
  BOOST_TEST(login.name() == "[::1]:1080");
  BOOST_TEST(login.user == "me");
  BOOST_TEST(login.password == "p:@");
  BOOST_TEST((parse_proxy("socks5://10.0.0.1:1").kind == proxy_kind::socks5));
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_and_never_the_password) {
  BOOST_TEST(refusal("https://p:1") == "has the scheme https, expected http, socks5 or socks5h");
  BOOST_TEST(refusal("http://p").starts_with("has no port"));
  BOOST_TEST(refusal("http://p:1/x").starts_with("has a path"));
  BOOST_TEST(refusal("http://:secret@p:1") == "has a password without a user");
  BOOST_TEST(refusal("http://me:se%zz@p:1").starts_with("has a % in its password"));
  BOOST_TEST(refusal("http://a%3Ab:c@p:1").starts_with("has a user with a colon"));
  BOOST_TEST(refusal("p.test:3128").starts_with("has no scheme"));
  BOOST_TEST(refusal("http://me:" + std::string(256, 'x') + "@p:1") ==
             "has a password of more than 255 bytes");
}

BOOST_AUTO_TEST_SUITE_END()
