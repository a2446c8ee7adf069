#include "plugins/http/tls_settings.hpp"

#include "plugins/http/settings.hpp"
#include "tests/unit/http/fake_config.hpp"
#include "tests/unit/http/scene.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

using node = fake_node;

std::string read(node section, tls_settings& out) {
  settings all;
  vl_error why = new_error();
  const node whole = node::map({{"tls", std::move(section)}});
  read_section(fake_config_table(), whole.handle(), all, &why);
  out = all.tls;
  return std::string(message_of(why));
}

std::string refusal(const char* key, node value) {
  tls_settings ignored;
  return read(node::map({{key, std::move(value).at("a.yaml:3:5")}}), ignored);
}

settings secure_settings() {
  settings chosen = scene_settings();
  chosen.base = base_url{"https://sut/api", "/api"};
  return chosen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tls_settings_suite)

BOOST_AUTO_TEST_CASE(every_key_is_read_and_becomes_an_option) {
  BOOST_REQUIRE(::setenv("HTTP_TLS_TEST_PASSWORD", "sesame", 1) == 0);
  tls_settings s;
  BOOST_TEST(read(node::map({{"verify", node::yes_or_no(false)},
                             {"ca_file", node::of("ca.pem")},
                             {"client_certificate", node::of("c.pem")},
                             {"client_key", node::of("c.key")},
                             {"key_password_env", node::of("HTTP_TLS_TEST_PASSWORD")},
                             {"min_version", node::of("1.2")},
                             {"max_version", node::of(1.3)},
                             {"ciphers", node::of("AES128-SHA")},
                             {"resume", node::yes_or_no(true)},
                             {"key_log_file", node::of("keys.log")},
                             {"server_name", node::of("shop.test")},
                             {"alpn", node::of("http/1.1,x")}}),
                  s) == "");
  const vl_tls_options options = options_of(s);
  BOOST_TEST(options.flags == (VL_TLS_NO_VERIFY | VL_TLS_RESUME));
  BOOST_TEST(to_view(options.ca_file) == "ca.pem");
  BOOST_TEST(to_view(options.certificate_file) == "c.pem");
  BOOST_TEST(to_view(options.key_file) == "c.key");
  BOOST_TEST(to_view(options.key_password) == "sesame");
  BOOST_TEST(to_view(options.ciphers) == "AES128-SHA");
  BOOST_TEST(to_view(options.key_log_file) == "keys.log");
  BOOST_TEST(options.min_version == 0x0303u);
  BOOST_TEST(options.max_version == 0x0304u);
  BOOST_TEST(s.server_name == "shop.test");
  BOOST_TEST(s.alpn == "http/1.1,x");
}

BOOST_AUTO_TEST_CASE(wrong_values_are_refused_with_place_and_key) {
  BOOST_TEST(refusal("min_version", node::of("1.1")) ==
             "a.yaml:3:5: http.tls.min_version must be \"1.2\" or \"1.3\", is \"1.1\"");
  BOOST_TEST(refusal("verify", node::of("x")) ==
             "a.yaml:3:5: http.tls.verify is text, expected true or false");
  BOOST_TEST(refusal("cafile", node::of("x")) ==
             "a.yaml:3:5: unknown key http.tls.cafile, did you mean ca_file");
  BOOST_TEST(refusal("key_password_env", node::of("NO_SUCH_VARIABLE")) ==
             "a.yaml:3:5: http.tls.key_password_env: the environment variable NO_SUCH_VARIABLE is "
             "not set");
}

BOOST_AUTO_TEST_CASE(placeholders_are_filled_in_per_user) {
  tls_settings s;
  BOOST_TEST(!s.per_user());
  s.client_certificate = "certs/{user_index}/{persona_id}.pem";
  BOOST_TEST(s.per_user());
  tls_settings own;
  failure why;
  BOOST_TEST(s.fill_in({7, "p-1"}, own, why));
  BOOST_TEST(own.client_certificate == "certs/7/p-1.pem");
  BOOST_TEST(!s.fill_in({7, "../p"}, own, why));
  BOOST_TEST(std::string(why.text) ==
             "http.tls: the persona's id \"../p\" cannot be part of a file name");
}

BOOST_AUTO_TEST_CASE(an_https_target_is_dialled_with_tls_and_its_own_port) {
  settings chosen = secure_settings();
  chosen.tls.server_name = "shop.test";
  scene s(chosen);
  pending_call c;
  s.start(c, "GET", "/a");
  s.host.settle();
  const auto& dial = s.host.stream(0).dial;
  BOOST_TEST(dial.tls);
  BOOST_TEST(dial.tls_settings == 0u);
  BOOST_TEST(dial.sni == "shop.test");
  BOOST_TEST(dial.alpn == "http/1.1");
  BOOST_TEST(s.host.stream(0).target == "sut:443");
  BOOST_TEST(s.host.stream(0).received.starts_with("GET /api/a HTTP/1.1\r\nHost: sut\r\n"));
  s.host.stream(0).send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  s.host.settle();
}

BOOST_AUTO_TEST_CASE(a_plain_and_a_secure_origin_do_not_share_connections) {
  scene s(secure_settings());
  pending_call first, second;
  s.start(first, "GET", "/a");
  s.host.settle();
  s.host.stream(0).send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  s.host.settle();
  BOOST_TEST(first.done());
  s.start(second, "GET", "http://sut:443/a");
  s.host.settle();
  BOOST_REQUIRE(s.host.streams() == 2u);
  BOOST_TEST(!s.host.stream(1).dial.tls);
  s.host.stream(1).send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  s.host.settle();
}

BOOST_AUTO_TEST_CASE(a_user_with_its_own_certificate_dials_with_it) {
  settings chosen = secure_settings();
  chosen.tls.client_certificate = "c-{user_index}.pem";
  scene s(chosen);
  failure why;
  BOOST_REQUIRE(s.user->open_own_tls({3, "p"}, why));
  pending_call c;
  s.start(c, "GET", "/a");
  s.host.settle();
  BOOST_TEST(s.host.all.network.tls.at(0)->certificate_file == "c-3.pem");
  BOOST_TEST(s.host.stream(0).dial.tls_settings == 0u);
  s.host.stream(0).send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  s.host.settle();
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_opened_fail_the_call_in_words) {
  settings chosen = secure_settings();
  chosen.tls.ca_file = "gone.pem";
  scene s(chosen);
  s.host.all.network.no_files.push_back("gone.pem");
  pending_call c;
  s.start(c, "GET", "/a");
  s.host.settle();
  BOOST_TEST(c.result.status == VL_E_CONFIG);
  BOOST_TEST(c.error() == "http.tls: ca_file: no such file, gone.pem");
}

BOOST_AUTO_TEST_CASE(the_hosts_words_are_in_the_failure_of_a_dial) {
  scene s(secure_settings());
  s.host.dials.push_back({VL_E_TLS, 10, 0});
  s.host.all.network.reason = "certificate has expired";
  pending_call c;
  s.start(c, "GET", "/a");
  s.host.settle();
  BOOST_TEST(c.result.status == VL_E_TLS);
  BOOST_TEST(c.result.native == 10);
  BOOST_TEST(c.error() == "no TLS connection to sut:443: certificate has expired");
}

BOOST_AUTO_TEST_SUITE_END()
