#include "core/run/network_of.hpp"

#include "core/base/setup_error.hpp"

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::run;

BOOST_AUTO_TEST_SUITE(network_of_suite)

BOOST_AUTO_TEST_CASE(every_part_of_the_plan_arrives) {
  config::network_plan plan;
  plan.source_addresses = {"127.0.0.2", "::1"};
  plan.hosts = {{"Shop.Test.", {"10.0.0.1", "::1"}}, {"app.test", {"unix:/run/app.sock"}}};
  plan.proxy = "socks5h://me:pw@10.0.0.9:1080";
  plan.no_proxy = {"*.inside.test"};
  const loop::network_settings out = network_of(plan);
  BOOST_REQUIRE(out.sources.size() == 2U);
  BOOST_TEST(out.sources[1].family() == AF_INET6);
  BOOST_REQUIRE(out.override_of("SHOP.test") != nullptr);
  BOOST_TEST(out.override_of("shop.test")->addresses.count == 2U);
  BOOST_TEST(out.override_of("app.test")->unix_path == "/run/app.sock");
  BOOST_TEST(out.override_of("other.test") == nullptr);
  BOOST_TEST(out.through.value().user == "me");
  BOOST_TEST(out.direct.value().name_allowed("a.inside.test"));
}

BOOST_AUTO_TEST_CASE(an_empty_plan_changes_nothing) {
  const loop::network_settings out = network_of({});
  BOOST_TEST(out.sources.empty());
  BOOST_TEST(out.hosts.empty());
  BOOST_TEST(!out.through.has_value());
  BOOST_TEST(!out.direct.has_value());
}

BOOST_AUTO_TEST_CASE(a_login_that_no_proxy_takes_is_refused_without_its_text) {
  config::network_plan plan;
  plan.proxy = "http://:secret@10.0.0.9:1";
  try {
    network_of(plan);
    BOOST_ERROR("taken");
  } catch (const setup_error& error) {
    BOOST_TEST(std::string(error.what()) == "network.proxy has a password without a user");
  }
}

BOOST_AUTO_TEST_SUITE_END()
