#include "core/config/network_rules.hpp"

#include "config_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace config_text;

namespace {

std::string network(const std::string& lines) {
  return with("allowed_hosts: [shop.test]",
              "allowed_hosts: [shop.test, 10.0.0.9, \"unix:/run/app.sock\"]") +
         "network:\n" + lines;
}

}  // namespace

BOOST_AUTO_TEST_CASE(all_keys_of_the_network_reach_the_plan) {
  const auto plan = loaded_from(network("  source_addresses: [127.0.0.2, \"::1\"]\n"
                                        "  hosts:\n"
                                        "    shop.test: 10.0.0.1\n"
                                        "    api.test: [10.0.0.1, \"::1\"]\n"
                                        "    app.test: unix:/run/app.sock\n"
                                        "  proxy: socks5h://me:pw@10.0.0.9:1080\n"
                                        "  no_proxy: [api.test]\n"))
                        .plan.network;
  BOOST_TEST(plan.source_addresses == (std::vector<std::string>{"127.0.0.2", "::1"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(plan.hosts.size() == 3U);
  BOOST_TEST(plan.hosts[0].name == "shop.test");
  BOOST_TEST(plan.hosts[0].addresses == std::vector<std::string>{"10.0.0.1"},
             boost::test_tools::per_element());
  BOOST_TEST(plan.hosts[1].addresses.size() == 2U);
  BOOST_TEST(plan.hosts[2].addresses.front() == "unix:/run/app.sock");
  BOOST_TEST(plan.proxy.value() == "socks5h://me:pw@10.0.0.9:1080");
  BOOST_TEST(plan.no_proxy == std::vector<std::string>{"api.test"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_the_section_nothing_is_set) {
  const auto plan = loaded_from(valid).plan.network;
  BOOST_TEST(plan.source_addresses.empty());
  BOOST_TEST(plan.hosts.empty());
  BOOST_TEST(!plan.proxy.has_value());
}

BOOST_AUTO_TEST_CASE(addresses_and_names_are_checked_with_their_place) {
  BOOST_TEST(refusal(network("  source_addresses: [localhost]\n")) ==
             "v.yaml:15:22: network.source_addresses[0] must be an IPv4 or IPv6 address, found the "
             "string \"localhost\"");
  BOOST_TEST(refusal(network("  hosts:\n    shop.test: other.test\n")) ==
             "v.yaml:16:5: network.hosts.shop.test must be an IPv4 or IPv6 address, found the "
             "string \"other.test\"");
  BOOST_TEST(has(refusal(network("  hosts: {\"*.test\": 10.0.0.1}\n")),
                 "network.hosts.*.test must be below a host name"));
  BOOST_TEST(has(refusal(network("  hosts: {shop.test: []}\n")), "expected at least one address"));
  BOOST_TEST(has(refusal(network("  hosts: {shop.test: unix:app.sock}\n")),
                 "must be unix: and an absolute path of at most 107 characters"));
  BOOST_TEST(has(refusal(network("  hosts: {shop.test: \"unix:/a\"}\n")),
                 "network.hosts.shop.test leads to unix:/a, which is not in safety.allowed_hosts"));
  BOOST_TEST(has(refusal(network("  hosts: {shop.test: [\"unix:/a\", 10.0.0.1]}\n")),
                 "has a Unix socket beside other addresses"));
  BOOST_TEST(
      has(refusal(network("  hosts: {shop.test: 5}\n")),
          "network.hosts.shop.test must be a string or a list of strings, found the integer 5"));
  BOOST_TEST(has(refusal(network("  hosts: shop.test\n")), "network.hosts must be a mapping"));
}

BOOST_AUTO_TEST_CASE(a_proxy_must_be_usable_and_allowed_and_its_password_is_never_told) {
  BOOST_TEST(refusal(network("  proxy: https://10.0.0.9:1\n")) ==
             "v.yaml:15:3: network.proxy must begin with http://, socks5:// or socks5h://, found "
             "https://");
  BOOST_TEST(has(refusal(network("  proxy: http://10.0.0.9\n")), "network.proxy has no port"));
  BOOST_TEST(has(refusal(network("  proxy: http://10.0.0.8:1\n")),
                 "network.proxy has the host 10.0.0.8, which is not in safety.allowed_hosts"));
  const std::string told = refusal(network("  proxy: http://me:secret@10.0.0.9:x\n"));
  BOOST_TEST(has(told, "network.proxy has a port that is not a number"));
  BOOST_TEST(!has(told, "secret"));
}

BOOST_AUTO_TEST_CASE(overrides_of_the_command_line_reach_the_network) {
  veriload::config::load_options options;
  options.sets = {"network.source_addresses=127.0.0.2,127.0.0.3",
                  "network.hosts={\"shop.test\": \"10.0.0.1\"}"};
  const auto plan = loaded_from(valid, options).plan.network;
  BOOST_TEST(plan.source_addresses.size() == 2U);
  BOOST_REQUIRE(plan.hosts.size() == 1U);
  BOOST_TEST(plan.hosts[0].addresses.front() == "10.0.0.1");
}
