#include "plugins/http/cookie_jar.hpp"

#include "tests/unit/http/random_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

namespace {

constexpr wall_seconds now = 1'700'000'000;
const cookie_origin shop{"www.shop.test", "/cart/add", true};

std::string sent(cookie_jar& jar, std::string_view host, std::string_view path = "/",
                 bool secure = true, wall_seconds at = now) {
  std::string out;
  jar.header_for(out, host, path, secure, at);
  return out;
}

cookie_verdict keep(cookie_jar& jar, std::string_view field, const cookie_origin& from = shop) {
  return jar.store(field, from, now);
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(cookie_verdict)

BOOST_AUTO_TEST_CASE(a_cookie_goes_back_to_its_host_and_path_alone) {
  cookie_jar jar;
  BOOST_TEST(keep(jar, "sid=42") == cookie_verdict::stored);
  BOOST_TEST(sent(jar, "WWW.shop.test", "/cart") == "sid=42");
  BOOST_TEST(sent(jar, "www.shop.test", "/cart/add/7") == "sid=42");
  BOOST_TEST(sent(jar, "www.shop.test", "/cartoon") == "");
  BOOST_TEST(sent(jar, "www.shop.test", "/") == "");
  BOOST_TEST(sent(jar, "shop.test", "/cart") == "");
  BOOST_TEST(sent(jar, "a.www.shop.test", "/cart") == "");
}

BOOST_AUTO_TEST_CASE(the_header_is_appended_and_left_alone_without_cookies) {
  cookie_jar jar;
  std::string out = "cookie: ";
  BOOST_TEST(!jar.header_for(out, "www.shop.test", "/", true, now));
  BOOST_TEST(out == "cookie: ");
  keep(jar, "a=1; Path=/");
  keep(jar, "b=2; Path=/cart");
  keep(jar, "c=3; Path=/");
  BOOST_TEST(jar.header_for(out, "www.shop.test", "/cart", true, now));
  BOOST_TEST(out == "cookie: b=2; a=1; c=3");
}

BOOST_AUTO_TEST_CASE(an_update_keeps_the_place_of_the_cookie) {
  cookie_jar jar;
  keep(jar, "a=1; Path=/");
  keep(jar, "b=2; Path=/");
  keep(jar, "a=9; Path=/");
  BOOST_TEST(sent(jar, "www.shop.test") == "a=9; b=2");
  BOOST_TEST(jar.size() == 2);
}

BOOST_AUTO_TEST_CASE(a_domain_cookie_goes_to_all_hosts_below) {
  cookie_jar jar;
  BOOST_TEST(keep(jar, "a=1; Domain=.Shop.Test; Path=/") == cookie_verdict::stored);
  BOOST_TEST(sent(jar, "shop.test") == "a=1");
  BOOST_TEST(sent(jar, "img.shop.test") == "a=1");
  BOOST_TEST(sent(jar, "workshop.test") == "");
}

BOOST_AUTO_TEST_CASE(domains_that_are_not_the_hosts_are_refused) {
  cookie_jar jar;
  BOOST_TEST(keep(jar, "a=1; Domain=other.test") == cookie_verdict::foreign_domain);
  BOOST_TEST(keep(jar, "a=1; Domain=a.www.shop.test") == cookie_verdict::foreign_domain);
  BOOST_TEST(keep(jar, "a=1; Domain=test") == cookie_verdict::wide_domain);
  BOOST_TEST(keep(jar, "a=1; Domain=0.0.1", {"127.0.0.1", "/", true}) ==
             cookie_verdict::wide_domain);
  BOOST_TEST(jar.size() == 0);
}

BOOST_AUTO_TEST_CASE(addresses_and_single_labels_may_name_themselves) {
  cookie_jar jar;
  BOOST_TEST(keep(jar, "a=1; Domain=127.0.0.1", {"127.0.0.1", "/", false}) ==
             cookie_verdict::stored);
  BOOST_TEST(keep(jar, "b=1; Domain=localhost", {"localhost", "/", false}) ==
             cookie_verdict::stored);
  BOOST_TEST(keep(jar, "c=1; Domain=::1", {"::1", "/", false}) == cookie_verdict::stored);
  BOOST_TEST(sent(jar, "127.0.0.1", "/", false) == "a=1");
  BOOST_TEST(sent(jar, "localhost", "/", false) == "b=1");
  BOOST_TEST(sent(jar, "x.localhost", "/", false) == "");
  BOOST_TEST(sent(jar, "::1", "/", false) == "c=1");
}

BOOST_AUTO_TEST_CASE(max_age_wins_over_expires_wherever_it_stands) {
  cookie_jar jar;
  keep(jar, "a=1; Path=/; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  keep(jar, "b=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=20");
  BOOST_TEST(sent(jar, "www.shop.test", "/", true, now + 9) == "a=1; b=1");
  BOOST_TEST(sent(jar, "www.shop.test", "/", true, now + 10) == "b=1");
  BOOST_TEST(jar.size() == 1);
  BOOST_TEST(sent(jar, "www.shop.test", "/", true, now + 20) == "");
}

BOOST_AUTO_TEST_CASE(a_cookie_in_the_past_removes_the_one_of_its_name) {
  cookie_jar jar;
  for (const char* over : {"a=; Max-Age=0", "a=; Max-Age=-5", "a=; Expires=1 Jan 70 00:00:00"}) {
    BOOST_TEST(keep(jar, "a=1") == cookie_verdict::stored);
    BOOST_TEST(keep(jar, over) == cookie_verdict::removed);
    BOOST_TEST(jar.size() == 0);
  }
}

BOOST_AUTO_TEST_CASE(wrong_lives_are_ignored_and_long_ones_cut) {
  cookie_jar jar;
  constexpr wall_seconds day = 86400;
  keep(jar, "a=1; Path=/; Max-Age=99999999999999999999999");
  keep(jar, "b=1; Path=/; Max-Age=+1; Max-Age=; Max-Age=1x; Expires=never");
  BOOST_TEST(sent(jar, "www.shop.test", "/", true, now + 400 * day - 1) == "a=1; b=1");
  BOOST_TEST(sent(jar, "www.shop.test", "/", true, now + 400 * day) == "b=1");
}

BOOST_AUTO_TEST_CASE(secure_cookies_need_a_secure_connection_both_ways) {
  cookie_jar jar;
  const cookie_origin plain{"www.shop.test", "/", false};
  BOOST_TEST(keep(jar, "a=1; secure", plain) == cookie_verdict::needs_secure);
  BOOST_TEST(keep(jar, "a=1; SECURE; Path=/") == cookie_verdict::stored);
  BOOST_TEST(sent(jar, "www.shop.test", "/", true) == "a=1");
  BOOST_TEST(sent(jar, "www.shop.test", "/", false) == "");
  BOOST_TEST(keep(jar, "a=2; Path=/", plain) == cookie_verdict::shadows_secure);
  BOOST_TEST(keep(jar, "a=2; Path=/x; Domain=shop.test", plain) == cookie_verdict::shadows_secure);
  BOOST_TEST(keep(jar, "b=2; SameSite=None", plain) == cookie_verdict::needs_secure);
  BOOST_TEST(keep(jar, "b=2; SameSite=None; Secure") == cookie_verdict::stored);
  BOOST_TEST(keep(jar, "c=2; SameSite=Lax; HttpOnly", plain) == cookie_verdict::stored);
}

BOOST_AUTO_TEST_CASE(prefixes_must_keep_their_promise) {
  cookie_jar jar;
  BOOST_TEST(keep(jar, "__Secure-a=1") == cookie_verdict::prefix_rule);
  BOOST_TEST(keep(jar, "__secure-a=1; Secure") == cookie_verdict::stored);
  BOOST_TEST(keep(jar, "__Host-a=1; Secure") == cookie_verdict::prefix_rule);
  BOOST_TEST(keep(jar, "__Host-a=1; Secure; Path=/x") == cookie_verdict::prefix_rule);
  BOOST_TEST(keep(jar, "__HOST-a=1; Path=/") == cookie_verdict::prefix_rule);
  BOOST_TEST(keep(jar, "__Host-a=1; Secure; Path=/; Domain=shop.test") ==
             cookie_verdict::prefix_rule);
  BOOST_TEST(keep(jar, "__Host-a=1; Secure; Path=/") == cookie_verdict::stored);
  BOOST_TEST(keep(jar, "=__Host-b; Secure; Path=/") == cookie_verdict::prefix_rule);
}

BOOST_AUTO_TEST_CASE(odd_pairs_are_read_as_browsers_do) {
  cookie_jar jar;
  keep(jar, " a = b=c ; Path = /");
  keep(jar, "lonely; path=/");
  keep(jar, "q=\"x y\";path=/;;;");
  BOOST_TEST(sent(jar, "www.shop.test") == "a=b=c; lonely; q=\"x y\"");
  BOOST_TEST(keep(jar, "") == cookie_verdict::empty);
  BOOST_TEST(keep(jar, " = ; Path=/") == cookie_verdict::empty);
  using namespace std::string_view_literals;
  BOOST_TEST(keep(jar, "a=1\r\nx: y"sv) == cookie_verdict::control_byte);
  BOOST_TEST(keep(jar, "a=1\0"sv) == cookie_verdict::control_byte);
  BOOST_TEST(keep(jar, "a=1; Path=/\x7f"sv) == cookie_verdict::control_byte);
}

BOOST_AUTO_TEST_CASE(sizes_are_bounded) {
  cookie_jar jar;
  BOOST_TEST(keep(jar, "a=" + std::string(4095, 'x')) == cookie_verdict::stored);
  BOOST_TEST(keep(jar, "a=" + std::string(4096, 'x')) == cookie_verdict::too_long);
  cookie_jar paths;
  keep(paths, "b=1; Path=/" + std::string(1024, 'p'));
  BOOST_TEST(sent(paths, "www.shop.test", "/cart") == "b=1");
}

BOOST_AUTO_TEST_CASE(the_least_recently_used_cookie_of_a_full_domain_goes) {
  cookie_jar jar;
  keep(jar, "other=1; Path=/", {"other.test", "/", true});
  for (std::size_t i = 0; i < cookie_jar::per_domain; ++i) {
    keep(jar, "n" + std::to_string(i) + "=1; Path=/p" + std::to_string(i));
  }
  BOOST_TEST(sent(jar, "www.shop.test", "/p0") == "n0=1");
  keep(jar, "one_more=1; Path=/");
  BOOST_TEST(jar.size() == cookie_jar::per_domain + 1);
  BOOST_TEST(sent(jar, "www.shop.test", "/p0") == "n0=1; one_more=1");
  BOOST_TEST(sent(jar, "www.shop.test", "/p1") == "one_more=1");
  BOOST_TEST(sent(jar, "other.test") == "other=1");
}

BOOST_AUTO_TEST_CASE(the_whole_jar_is_bounded_too) {
  cookie_jar jar;
  for (std::size_t i = 0; i < cookie_jar::in_all + 5; ++i) {
    keep(jar, "a=1; Path=/", {"h" + std::to_string(i) + ".test", "/", true});
  }
  BOOST_TEST(jar.size() == cookie_jar::in_all);
  BOOST_TEST(sent(jar, "h4.test") == "");
  BOOST_TEST(sent(jar, "h5.test") == "a=1");
  jar.clear();
  BOOST_TEST(jar.size() == 0);
}

BOOST_AUTO_TEST_CASE(random_fields_never_break_the_header_or_leave_their_host) {
  constexpr std::uint64_t seed = 4096;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const std::vector<std::string> words{"a",
                                       "=",
                                       ";",
                                       "Path=/",
                                       "Path=/x/y",
                                       "Domain=shop.test",
                                       "Domain=com",
                                       "Max-Age=9",
                                       "Secure",
                                       "; ",
                                       "Expires=Sun, 06 Nov 2044 08:49:37 GMT",
                                       "__Host-",
                                       "SameSite=None"};
  cookie_jar jar;
  int stored = 0;
  for (int i = 0; i < 100'000 && time.left(); ++i) {
    stored += keep(jar, dice.text_of(words, 9)) == cookie_verdict::stored;
    const std::string header = sent(jar, "www.shop.test", "/x/y");
    BOOST_REQUIRE(header.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    BOOST_REQUIRE(sent(jar, "other.test", "/x/y").empty());
    BOOST_REQUIRE(jar.size() <= cookie_jar::per_domain * 2);
  }
  BOOST_TEST(stored > 0);
}
