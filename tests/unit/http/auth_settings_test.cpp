#include "plugins/http/auth_settings.hpp"

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

// What `http` below a base URL is refused with; empty when it is taken.
std::string read(const std::string& http, settings& out) {
  vl_error why = new_error();
  out.base = base_url{"http://sut/api", "/api"};
  const node section = node::parse(http, "a.yaml");
  read_section(fake_config_table(), section.handle(), out, &why);
  return std::string(message_of(why));
}

std::string refusal(const std::string& auth, const std::string& more = "") {
  settings ignored;
  const std::string said = read("{" + more + "\"auth\": " + auth + "}", ignored);
  return said.substr(std::min(said.find(": "), said.size() - 2) + 2);
}

// A section with what is needed, and `more` keys.
std::string with(const std::string& more) {
  return R"({"token_url": "https://id.test/token", "client_id": "shop", "client_secret": "s3cret", )" +
         more + "}";
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(oauth2_grant)
BOOST_TEST_DONT_PRINT_LOG_VALUE(client_authentication)

BOOST_AUTO_TEST_SUITE(auth_settings_suite)

BOOST_AUTO_TEST_CASE(every_key_is_read) {
  BOOST_REQUIRE(::setenv("HTTP_AUTH_TEST_SECRET", "from the environment", 1) == 0);
  BOOST_REQUIRE(::setenv("HTTP_AUTH_TEST_PASSWORD", "pass{word}", 1) == 0);
  settings s;
  BOOST_TEST(read(R"({"auth": {"kind": "oauth2", "token_url": "https://id.test/token",
      "grant": "password", "client_id": "shop", "client_secret_env": "HTTP_AUTH_TEST_SECRET",
      "user_name": "ann", "password_env": "HTTP_AUTH_TEST_PASSWORD", "scope": "read write",
      "parameters": {"audience": "https://api"}, "margin_seconds": 0, "authentication": "post",
      "shared": true, "origins": ["https://api.test:8443"]}})",
                  s) == "");
  BOOST_REQUIRE(s.auth.has_value());
  const oauth2_settings& login = s.auth->login;
  BOOST_TEST(login.token_url == "https://id.test/token");
  BOOST_TEST(login.grant == oauth2_grant::password);
  BOOST_TEST(login.authentication == client_authentication::post);
  BOOST_TEST(login.client_id == "shop");
  BOOST_TEST(login.client_secret == "from the environment");
  BOOST_TEST(login.user_name == "ann");
  BOOST_TEST(login.password == "pass{word}");
  BOOST_TEST(login.scope == "read write");
  BOOST_REQUIRE(login.parameters.size() == 1u);
  BOOST_TEST(login.parameters[0].second == "https://api");
  BOOST_TEST(login.margin == 0);
  BOOST_TEST(s.auth->shared);
  BOOST_REQUIRE(s.auth->origins.size() == 1u);
  BOOST_TEST(!s.auth->per_user());  // braces of a password from the environment mean nothing
}

BOOST_AUTO_TEST_CASE(a_session_may_change_keys_or_go_without) {
  settings s;
  BOOST_TEST(read(R"({"auth": )" + with(R"("scope": "a")") + "}", s) == "");
  BOOST_TEST(read(R"({"auth": {"scope": "b"}})", s) == "");
  BOOST_TEST(s.auth->login.scope == "b");
  BOOST_TEST(s.auth->login.client_id == "shop");
  BOOST_TEST(read(R"({"auth": null})", s) == "");
  BOOST_TEST(s.auth.has_value());
  BOOST_TEST(read(R"({"auth": false})", s) == "");
  BOOST_TEST(!s.auth.has_value());
}

BOOST_AUTO_TEST_CASE(wrong_values_say_what_was_expected) {
  BOOST_TEST(refusal("true") == "http.auth is a boolean, expected a map or false");
  BOOST_TEST(refusal(with(R"("kind": "saml")")) == "http.auth.kind must be oauth2, is \"saml\"");
  BOOST_TEST(refusal(with(R"("grant": "code")")) ==
             "http.auth.grant must be client_credentials or password, is \"code\"");
  BOOST_TEST(refusal(with(R"("authentication": "jwt")")) ==
             "http.auth.authentication must be basic or post, is \"jwt\"");
  BOOST_TEST(refusal(with(R"("scopes": "x")")) ==
             "unknown key http.auth.scopes, did you mean scope");
  BOOST_TEST(refusal(with(R"("margin_seconds": -1)")) ==
             "http.auth.margin_seconds must be from 0 to 86400, is -1");
  BOOST_TEST(refusal(with(R"("parameters": {"audience": ["x"]})")) ==
             "http.auth.parameters.audience is a list, expected text");
  BOOST_TEST(refusal(with(R"("origins": "https://a")")) ==
             "http.auth.origins is text, expected a list of URLs such as https://api.shop.test");
  BOOST_TEST(refusal(with(R"("origins": ["api"])")) ==
             "http.auth.origins: malformed URL, expected http://host[:port][/path]");
  BOOST_TEST(refusal(R"({"token_url": "https://me:pw@id/x"})") ==
             "http.auth.token_url: URL carries user information, expected an authorization header "
             "instead");
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_does_not_go_together_is_told) {
  BOOST_TEST(refusal("{}") == "http.auth needs token_url: where tokens are got");
  BOOST_TEST(refusal(R"({"token_url": "http://id/t"})") == "http.auth needs client_id");
  BOOST_TEST(refusal(R"({"token_url": "http://id/t", "client_id": "a"})") ==
             "http.auth needs client_secret_env: the environment variable that holds the secret");
  BOOST_TEST(refusal(R"({"token_url": "http://id/t", "client_id": "a"})",
                     R"("tls": {"client_certificate": "c.pem"}, )") == "");
  BOOST_TEST(refusal(with(R"("grant": "password")")) == "http.auth needs user_name");
  BOOST_TEST(refusal(with(R"("grant": "password", "user_name": "ann")")) ==
             "http.auth needs password_env or password");
  BOOST_TEST(refusal(with(R"("user_name": "ann")"))
                 .starts_with("http.auth: user_name and password belong to the grant password"));
  BOOST_TEST(refusal(with(R"("grant": "password", "user_name": "u{user_index}", "password": "p",
                             "shared": true)"))
                 .starts_with("http.auth.shared is true, but each user has a name"));
  BOOST_TEST(
      refusal(with(R"("shared": true)"), R"("tls": {"client_certificate": "{user_index}.pem"}, )")
          .starts_with("http.auth.shared is true, but each user has a name"));
  BOOST_TEST(refusal(with(R"("scope": "a")"), R"("headers": {"Authorization": "x"}, )") ==
             "http.auth and http.headers.authorization exclude each other: remove one of them");
  settings no_base;
  vl_error why = new_error();
  const node section = node::parse("{\"auth\": " + with(R"("scope": "a")") + "}");
  read_section(fake_config_table(), section.handle(), no_base, &why);
  BOOST_TEST(message_of(why) == "http.auth needs run.base_url or origins: where tokens are sent");
}

BOOST_AUTO_TEST_CASE(a_secret_written_where_a_variable_is_named_is_not_shown) {
  BOOST_TEST(refusal(R"({"client_secret_env": "NO_SUCH_VARIABLE"})") ==
             "http.auth.client_secret_env: the environment variable NO_SUCH_VARIABLE is not set");
  BOOST_TEST(refusal(R"({"client_secret_env": "hunter2"})") ==
             "http.auth.client_secret_env: the environment variable that it names is not set");
  BOOST_REQUIRE(::setenv("HTTP_AUTH_TEST_EMPTY", "", 1) == 0);
  BOOST_TEST(refusal(R"({"password_env": "HTTP_AUTH_TEST_EMPTY"})") ==
             "http.auth.password_env: the environment variable HTTP_AUTH_TEST_EMPTY is empty");
}

BOOST_AUTO_TEST_CASE(each_user_fills_in_its_own) {
  fake_host host;
  services tables = host.tables();
  tables.user = &testing::fake_user::table();
  host.all.persona = {{"contact.email", "ann{user_index}@x"}, {"pin", "77"}};
  testing::fake_user second{host.all, 12};

  auth_settings auth;
  auth.login.user_name = "{contact.email}/{user_index}";
  auth.login.password = "p-{pin}";
  BOOST_TEST(auth.per_user());
  oauth2_settings own;
  failure why;
  BOOST_TEST(auth.check_fields(tables, why));
  BOOST_TEST(auth.fill_in(tables, second.handle(), own, why));
  BOOST_TEST(own.user_name == "ann{user_index}@x/12");  // a value is not looked at again
  BOOST_TEST(own.password == "p-77");

  auth.login.password = "sec{ret}";
  BOOST_TEST(!auth.check_fields(tables, why));
  BOOST_TEST(std::string(why.text).find("ret}") == std::string::npos);
  BOOST_TEST(std::string(why.text).starts_with("http.auth.password holds braces with no field"));
  auth.login.user_name = "{e-mail}";
  BOOST_TEST(!auth.check_fields(tables, why));
  BOOST_TEST(std::string(why.text).starts_with("http.auth.user_name: "));
  BOOST_TEST(!auth.fill_in(tables, second.handle(), own, why));
  tables.user = nullptr;
  BOOST_TEST(auth.check_fields(tables, why));
  BOOST_TEST(!auth.fill_in(tables, second.handle(), own, why));
}

BOOST_AUTO_TEST_SUITE_END()
