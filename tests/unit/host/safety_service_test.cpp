#include "core/host/services.hpp"

#include "tests/unit/host/loaded_plugins.hpp"

using namespace veriload;
using namespace veriload::host;

BOOST_AUTO_TEST_SUITE(safety_service_suite)

BOOST_AUTO_TEST_CASE(nothing_is_allowed_before_there_are_rules) {
  test::loaded_plugins host;
  const auto& p = host.registry.load(test::bad_plugin("good"));
  BOOST_TEST(safety_service.allow_host(&p, view_of("localhost"), nullptr) == VL_E_BLOCKED);
  BOOST_TEST(safety_service.allow_address(&p, view_of("127.0.0.1"), nullptr) == VL_E_BLOCKED);
}

BOOST_AUTO_TEST_CASE(the_rules_decide_and_the_reason_names_the_host) {
  test::loaded_plugins host;
  const auto& p = host.registry.load(test::bad_plugin("good"));
  const base::host_rules rules({"shop.test", "10.0.0.0/8"});
  host.context.allowed_hosts = &rules;
  vl_error error{};
  error.struct_size = sizeof error;
  BOOST_TEST(safety_service.allow_host(&p, view_of("shop.test"), &error) == VL_OK);
  BOOST_TEST(safety_service.allow_address(&p, view_of("10.1.2.3"), &error) == VL_OK);
  BOOST_TEST(error.message[0] == '\0');
  BOOST_TEST(safety_service.allow_host(&p, view_of("other.test"), &error) == VL_E_BLOCKED);
  BOOST_TEST(std::string(error.message) == "other.test is not in safety.allowed_hosts");
  BOOST_TEST(safety_service.allow_address(&p, view_of("192.0.2.1"), &error) == VL_E_BLOCKED);
  BOOST_TEST(safety_service.allow_address(&p, view_of("shop.test"), &error) == VL_E_INVALID);
  BOOST_TEST(std::string(error.message) == "not an address: shop.test");
}

BOOST_AUTO_TEST_SUITE_END()
