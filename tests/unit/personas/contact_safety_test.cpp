#include "core/personas/contact_safety.hpp"

#include "core/base/setup_error.hpp"
#include "core/personas/engine_source.hpp"
#include "tests/unit/personas/pools.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::personas;
using veriload::personas::test::pool_of;

namespace {

std::string refusal(const veriload::config::data_plan& plan) {
  try {
    require_non_routable_contacts(engine_source(plan));
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(mail_goes_to_reserved_domains_alone) {
  for (const char* safe : {"a@example.invalid", "a@b.example.invalid", "a@b.test", "a@example.com",
                           "a@x.example.org", "a@real.com@example.invalid"}) {
    BOOST_TEST(is_non_routable(safe), safe);
  }
  for (const char* real : {"a@example.invalid@real.com", "a@Example.Invalid", "a@notexample.com",
                           "a@test", "example.invalid", "@example.invalid", "a@com.", ""}) {
    BOOST_TEST(!is_non_routable(real), real);
  }
}

BOOST_AUTO_TEST_CASE(urls_cannot_hide_another_host) {
  BOOST_TEST(is_reserved_url("https://x.social.example.invalid/lena"));
  BOOST_TEST(is_reserved_url("http://example.com"));
  for (const char* real :
       {"https://real.com/", "https://real.com/x.example.invalid", "https://real.com#.test",
        "https://example.com@real.com/", "https://real.com:80/example.invalid",
        "ftp://example.com/", "https://real.com\\.example.invalid/", "example.com"}) {
    BOOST_TEST(!is_reserved_url(real), real);
  }
}

BOOST_AUTO_TEST_CASE(addresses_are_of_the_documentation) {
  for (const char* safe : {"192.0.2.1", "198.51.100.254", "203.0.113.7", "198.19.255.255",
                           "2001:db8:1::2", "3fff:fff::1", "2001:2::1"}) {
    BOOST_TEST(is_reserved_address(safe), safe);
  }
  for (const char* real : {"192.0.3.1", "198.20.0.1", "8.8.8.8", "2001:db9::1", "3fff:1000::1",
                           "2001:2:1::1", "localhost", "::ffff:192.0.2.1", ""}) {
    BOOST_TEST(!is_reserved_address(real), real);
  }
}

BOOST_AUTO_TEST_CASE(the_personas_of_every_locale_pass) {
  const image::tables& tables = image::instance();
  for (std::uint32_t i = 0; i < tables.locales(); ++i) {
    auto plan = pool_of(500);
    plan.locales.front().locale = tables.locale(i).code();
    BOOST_TEST(refusal(plan) == "", plan.locales.front().locale);
    plan.phones = veriload::config::phone_policy::unassignable;
    BOOST_TEST(refusal(plan) == "", plan.locales.front().locale);
  }
}

BOOST_AUTO_TEST_CASE(a_domain_of_somebody_is_refused_with_the_way_out) {
  auto plan = pool_of(5);
  plan.email_domain = "acme.com";
  const std::string why = refusal(plan);
  BOOST_TEST(why.find("persona p-0001: contact.email is \"") == 0u);
  BOOST_TEST(why.find("acme.com\", expected an address at a name below .test") !=
             std::string::npos);
  BOOST_TEST(why.find("safety.require_non_routable_contacts: false permits it") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(given_contacts_are_held_against_the_ranges) {
  for (const auto& [path, value] :
       {std::pair{"contact.phone.e164", "+14155552671"}, std::pair{"contact.email", "me@gmail.com"},
        std::pair{"network.ipv4", "1.1.1.1"}, std::pair{"website.host", "lena.de"}}) {
    auto plan = pool_of(5);
    plan.overrides = {{path, value}};
    // Named at the given field, or at the first that is derived from it.
    BOOST_TEST(refusal(plan).find(value) != std::string::npos, path);
  }
  auto plan = pool_of(5);
  plan.overrides = {{"contact.phone.e164", "+12125550123"}};
  BOOST_TEST(refusal(plan) == "");
  // A national spelling says nothing of whose it is.
  plan.overrides = {{"contact.phone.national", "(212) 736-5000"}};
  BOOST_TEST(refusal(plan).find("data.overrides: contact.phone.national cannot be held") == 0u);
}
