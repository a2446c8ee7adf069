#include "plugins/http/worker.hpp"

#include "tests/unit/http/fake_config.hpp"
#include "tests/unit/http/scene.hpp"

#include <veriload/error.hpp>

#include <boost/test/unit_test.hpp>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

BOOST_AUTO_TEST_CASE(one_host_and_port_is_one_origin_however_it_is_written) {
  profile known(scene_settings());
  destination relative, same, other;
  failure why;
  BOOST_REQUIRE(known.resolve("/x", relative, why));
  BOOST_REQUIRE(known.resolve("HTTP://SUT:8080/y", same, why));
  BOOST_REQUIRE(known.resolve("http://sut/y", other, why));
  BOOST_TEST(relative.to == same.to);
  BOOST_TEST(relative.to != other.to);
  BOOST_TEST(relative.base_path == "/api");
  BOOST_TEST(same.absolute);
  BOOST_TEST(same.target == "/y");
}

BOOST_AUTO_TEST_CASE(an_address_and_a_name_that_look_alike_are_different_origins) {
  profile known(scene_settings());
  destination v6, v6_port;
  failure why;
  BOOST_REQUIRE(known.resolve("http://[::1]/", v6, why));
  BOOST_REQUIRE(known.resolve("http://[::1]:81/", v6_port, why));
  BOOST_TEST(v6.to != v6_port.to);
  BOOST_TEST(v6.to->host == "::1");
}

BOOST_AUTO_TEST_CASE(a_sessions_own_settings_are_read_once_and_refused_with_a_reason) {
  scene s;
  const fake_node own = fake_node::map({{"keep_alive", fake_node::yes_or_no(false)}});
  profile& first = s.shared.profile_of(own.handle());
  BOOST_TEST(&first == &s.shared.profile_of(own.handle()));
  BOOST_TEST(&first != &s.shared.standard);
  BOOST_TEST(!first.chosen().request.keep_alive);
  BOOST_TEST(&s.shared.profile_of(nullptr) == &s.shared.standard);
  const fake_node wrong = fake_node::map({{"keep_alife", fake_node::yes_or_no(false)}});
  BOOST_CHECK_EXCEPTION(s.shared.profile_of(wrong.handle()), error, [](const error& e) {
    return e.status() == VL_E_CONFIG &&
           std::string_view(e.what()).find("did you mean") != std::string_view::npos;
  });
}
