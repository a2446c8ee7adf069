#include "core/base/url.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace veriload::base;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_CASE(every_part_is_found) {
  const url u = parse_url("HTTP://me:pw@Shop.Test:8080/a/b?q=1&r=/#top");
  BOOST_TEST(u.scheme == "http");
  BOOST_TEST(u.userinfo == "me:pw");
  BOOST_TEST(u.host == "shop.test");
  BOOST_TEST(u.port.value() == 8080);
  BOOST_TEST(u.path == "/a/b");
  BOOST_TEST(u.query == "q=1&r=/");
  BOOST_TEST(u.fragment == "top");
}

BOOST_AUTO_TEST_CASE(what_is_not_written_is_empty) {
  const url u = parse_url("https://shop.test");
  BOOST_TEST(!u.port.has_value());
  BOOST_TEST((u.path + u.query + u.fragment + u.userinfo).empty());
}

BOOST_AUTO_TEST_CASE(an_ipv6_host_loses_its_brackets) {
  BOOST_TEST(parse_url("http://[2001:DB8::1]:80/").host == "2001:db8::1");
  BOOST_TEST(parse_url("http://[::1]").host == "::1");
}

BOOST_AUTO_TEST_CASE(text_before_an_at_sign_is_never_the_host) {
  BOOST_TEST(parse_url("http://allowed.test@evil.test/").host == "evil.test");
  BOOST_TEST(parse_url("http://allowed.test:80@evil.test/").host == "evil.test");
}

BOOST_AUTO_TEST_CASE(an_at_sign_behind_the_authority_does_not_move_the_host) {
  BOOST_TEST(parse_url("http://evil.test/@allowed.test").host == "evil.test");
  BOOST_TEST(parse_url("http://evil.test?@allowed.test").host == "evil.test");
  BOOST_TEST(parse_url("http://evil.test#@allowed.test").host == "evil.test");
}

BOOST_DATA_TEST_CASE(refuses_what_readers_disagree_about,
                     data::make({"",
                                 "shop.test",
                                 "shop.test:80",
                                 "//shop.test/",
                                 "http:/shop.test",
                                 "http://",
                                 "http:///path",
                                 "http://:80/",
                                 "http://a@",
                                 "http://allowed.test\\@evil.test/",
                                 "http://a@b@c/",
                                 "http://shop test/",
                                 "http://shop.test/\t",
                                 "http://shop.test:/",
                                 "http://shop.test:0/",
                                 "http://shop.test:65536/",
                                 "http://shop.test:8o/",
                                 "http://[::1/",
                                 "http://[::1]x/",
                                 "http://[127.0.0.1]/",
                                 "http://%65vil.test/",
                                 "http://127.1/",
                                 "http://0x7f000001/",
                                 "http://b\xc3\xbc"
                                 "cher.test/",
                                 "1http://a/",
                                 "http://a..b/",
                                 "http://[shop.test]/"}),
                     text) {
  BOOST_CHECK_THROW(parse_url(text), veriload::setup_error);
}

BOOST_AUTO_TEST_CASE(a_password_is_masked_and_nothing_else) {
  BOOST_TEST(without_password("http://me:pw@h/p") == "http://me:***@h/p");
  BOOST_TEST(without_password("http://me@h:80/p") == "http://me@h:80/p");
  BOOST_TEST(without_password("http://h:80/a@b") == "http://h:80/a@b");
  BOOST_TEST(without_password("plain: text") == "plain: text");
}
