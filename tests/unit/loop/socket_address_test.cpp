#include "core/loop/socket_address.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using veriload::loop::socket_address;

namespace {

std::string text_of(const char* literal, std::uint16_t port) {
  auto address = socket_address::parse(literal);
  if (!address) return "none";
  address->set_port(port);
  char text[socket_address::text_room];
  return {text, address->write_text(text)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(socket_address_suite)

BOOST_AUTO_TEST_CASE(writes_what_it_has_read) {
  BOOST_TEST(text_of("127.0.0.1", 8080) == "127.0.0.1:8080");
  BOOST_TEST(text_of("::1", 8080) == "[::1]:8080");
  BOOST_TEST(text_of("2001:DB8:0:0::7", 65535) == "[2001:db8::7]:65535");
  BOOST_TEST(text_of("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", 65535).size() <
             socket_address::text_room);
  BOOST_TEST(text_of("::1%lo", 1) == "[::1]:1");
}

BOOST_AUTO_TEST_CASE(does_not_take_names_and_half_addresses_for_literals) {
  for (const char* text : {"", "localhost", "127.1", "0x7f000001", "[::1]", "1.2.3.4.5",
                           "127.0.0.1%lo", "::1%", "::1%no-such-interface-name", "::g"}) {
    BOOST_TEST(text_of(text, 1) == "none", text);
  }
}

BOOST_AUTO_TEST_CASE(gives_its_bytes_to_the_allow_list) {
  using veriload::base::ip_address;
  BOOST_CHECK(socket_address::parse("10.1.2.3")->ip() == *ip_address::parse("10.1.2.3"));
  BOOST_CHECK(socket_address::parse("fe80::5")->ip() == *ip_address::parse("fe80::5"));
}

BOOST_AUTO_TEST_CASE(copies_only_families_it_knows) {
  sockaddr_storage other{};
  other.ss_family = AF_UNIX;
  BOOST_TEST(
      !socket_address::from(reinterpret_cast<const sockaddr*>(&other), sizeof other).has_value());
  const auto v6 = *socket_address::parse("::1");
  BOOST_TEST(socket_address::from(v6.data(), v6.size())->family() == AF_INET6);
  BOOST_TEST(!socket_address::from(v6.data(), 8).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
