#include "core/base/host_rules.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace veriload::base;
namespace data = boost::unit_test::data;

namespace {

ip_address ip(const char* text) {
  const auto parsed = ip_address::parse(text);
  BOOST_REQUIRE_MESSAGE(parsed, text);
  return *parsed;
}

bool names(const std::vector<std::string>& entries, const char* host) {
  return host_rules(entries).name_allowed(host);
}

bool dials(const std::vector<std::string>& entries, const char* address) {
  return host_rules(entries).address_allowed(ip(address), true);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_name_matches_in_any_case_and_with_a_trailing_dot) {
  BOOST_TEST(names({"Shop.Test"}, "shop.test"));
  BOOST_TEST(names({"shop.test"}, "SHOP.test."));
  BOOST_TEST(names({"shop.test."}, "shop.test"));
  BOOST_TEST(!names({"shop.test"}, "shop.test.evil"));
  BOOST_TEST(!names({"shop.test"}, "evil-shop.test"));
  BOOST_TEST(!names({"shop.test"}, "a.shop.test"));
  BOOST_TEST(!names({}, "shop.test"));
}

BOOST_AUTO_TEST_CASE(a_wildcard_matches_every_name_below_and_not_the_name_itself) {
  BOOST_TEST(names({"*.shop.test"}, "a.shop.test"));
  BOOST_TEST(names({"*.SHOP.test"}, "a.b.shop.test"));
  BOOST_TEST(!names({"*.shop.test"}, "shop.test"));
  BOOST_TEST(!names({"*.shop.test"}, ".shop.test"));
  BOOST_TEST(!names({"*.shop.test"}, "evilshop.test"));
}

BOOST_AUTO_TEST_CASE(a_literal_address_is_compared_with_addresses_and_ranges) {
  BOOST_TEST(names({"127.0.0.1"}, "127.0.0.1"));
  BOOST_TEST(names({"[::1]"}, "::1"));
  BOOST_TEST(names({"::1"}, "[::1]"));
  BOOST_TEST(names({"::1"}, "0:0:0:0:0:0:0:1"));
  BOOST_TEST(names({"10.0.0.0/8"}, "10.255.0.1"));
  BOOST_TEST(!names({"10.0.0.0/8"}, "11.0.0.1"));
  BOOST_TEST(names({"2001:db8::/33"}, "2001:db8:7fff::1"));
  BOOST_TEST(!names({"2001:db8::/33"}, "2001:db8:8000::1"));
  BOOST_TEST(names({"0.0.0.0/0"}, "8.8.8.8"));
  BOOST_TEST(!names({"0.0.0.0/0"}, "2001:db8::1"));
}

BOOST_AUTO_TEST_CASE(a_mapped_address_is_its_ipv4_address) {
  BOOST_TEST(names({"10.0.0.0/8"}, "::ffff:10.1.2.3"));
  BOOST_TEST(names({"::ffff:10.0.0.0/104"}, "10.1.2.3"));
  BOOST_TEST(names({"::ffff:10.1.2.3"}, "10.1.2.3"));
  BOOST_TEST(!names({"::/0"}, "::ffff:10.1.2.3"));
  BOOST_TEST(!dials({"shop.test"}, "::ffff:169.254.169.254"));
}

BOOST_AUTO_TEST_CASE(other_spellings_of_an_address_are_neither_address_nor_name) {
  for (const char* host : {"127.1", "2130706433", "0x7f000001", "0x7f.1", "127.0.0.01", ""}) {
    BOOST_TEST(!names({"127.0.0.1", "127.0.0.0/8"}, host), host);
  }
}

BOOST_AUTO_TEST_CASE(an_address_is_good_because_its_name_was) {
  BOOST_TEST(dials({"shop.test"}, "93.184.216.34"));
  BOOST_TEST(dials({"localhost"}, "127.0.0.1"));
  BOOST_TEST(dials({"shop.test", "10.0.0.7"}, "93.184.216.34"));
  BOOST_TEST(!host_rules({"shop.test"}).address_allowed(ip("93.184.216.34"), false));
  BOOST_TEST(host_rules({"10.0.0.7"}).address_allowed(ip("10.0.0.7"), false));
}

BOOST_DATA_TEST_CASE(no_name_leads_to_a_special_address,
                     data::make({"0.0.0.0", "0.1.2.3", "169.254.169.254", "224.0.0.1",
                                 "239.255.255.255", "255.255.255.255", "::", "fe80::1", "febf::1",
                                 "ff02::1", "::ffff:0.0.0.0", "::ffff:224.0.0.1"}),
                     address) {
  BOOST_TEST(!dials({"shop.test"}, address));
  BOOST_TEST(!dials({"shop.test", "10.0.0.0/8"}, address));
  BOOST_TEST(dials({address}, address));
}

BOOST_AUTO_TEST_CASE(a_range_opens_special_addresses_that_it_covers) {
  BOOST_TEST(dials({"169.254.0.0/16"}, "169.254.169.254"));
  BOOST_TEST(dials({"fe80::/10"}, "fe80::1"));
}

BOOST_AUTO_TEST_CASE(with_a_range_in_the_list_every_address_must_be_covered) {
  const std::vector<std::string> entries{"shop.test", "10.0.0.0/8", "192.0.2.1"};
  BOOST_TEST(dials(entries, "10.9.9.9"));
  BOOST_TEST(dials(entries, "192.0.2.1"));
  BOOST_TEST(!dials(entries, "192.0.2.2"));
  BOOST_TEST(!dials(entries, "2001:db8::1"));
}

BOOST_DATA_TEST_CASE(a_malformed_entry_is_refused_by_name,
                     data::make({"",
                                 "*",
                                 "http://shop.test",
                                 "shop.test:8080",
                                 "shop.test/path",
                                 "10.0.0.0/33",
                                 "10.0.0.0/",
                                 "10.0.0.0/-1",
                                 "10.0.0.0/8x",
                                 "10.0.0.1/8",
                                 "::1/129",
                                 "a.*.test",
                                 "*shop.test",
                                 "a b",
                                 "a..b",
                                 "*.",
                                 "[::1]:80",
                                 "300.1.1.1",
                                 "::ffff:0:0/95",
                                 "b\xc3\xbc"
                                 "cher.test"}),
                     entry) {
  BOOST_CHECK_EXCEPTION(
      host_rules({"good.test", entry}), veriload::setup_error, [&](const veriload::setup_error& e) {
        return std::string(e.what()).find("\"" + std::string(entry) + "\"") != std::string::npos;
      });
}

BOOST_AUTO_TEST_CASE(an_address_reads_only_in_its_full_form) {
  BOOST_TEST(ip_address::parse("1.2.3.4").has_value());
  BOOST_TEST(ip_address::parse("fe80::1%eth0").has_value());
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "::1::", ":", "shop"}) {
    BOOST_TEST(!ip_address::parse(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_unix_socket_needs_its_whole_path_or_unix_star) {
  const host_rules one({"unix:/run/app.sock", "shop.test"});
  BOOST_TEST(one.unix_allowed("/run/app.sock"));
  BOOST_TEST(!one.unix_allowed("/run/app.sock2"));
  BOOST_TEST(!one.unix_allowed("run/app.sock"));
  BOOST_TEST(!one.name_allowed("/run/app.sock"));
  BOOST_TEST(one.name_allowed("shop.test"));
  BOOST_TEST(host_rules({"unix:*"}).unix_allowed("/any"));
  BOOST_TEST(!host_rules({"shop.test"}).unix_allowed("/any"));
}

BOOST_AUTO_TEST_CASE(a_unix_entry_without_an_absolute_path_or_with_a_pattern_is_refused) {
  for (const char* entry : {"unix:", "unix:app.sock", "unix:/run/*.sock", "unix:/run/*"})
    BOOST_CHECK_THROW(host_rules({entry}), veriload::setup_error);
}
