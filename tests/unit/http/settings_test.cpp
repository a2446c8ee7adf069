#include "plugins/http/settings.hpp"

#include "plugins/http/nearest_key.hpp"
#include "tests/unit/http/fake_config.hpp"

#include <veriload/text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

using node = fake_node;

std::string read(const node& section, settings& out) {
  vl_error why = new_error();
  const vl_status status = read_section(fake_config_table(), section.handle(), out, &why);
  if (status != VL_OK) BOOST_TEST(status == VL_E_CONFIG);
  return std::string(message_of(why));
}

std::string refusal(const char* key, node value) {
  settings out;
  return read(node::map({{key, std::move(value).at("a.yaml:3:5")}}), out);
}

std::string base(node value, settings& out) {
  const node root =
      node::map({{"run", node::map({{"base_url", std::move(value).at("a.yaml:2:3")}})}});
  vl_error why = new_error();
  read_base_url(fake_config_table(), root.handle(), out, &why);
  return std::string(message_of(why));
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_key_is_read) {
  settings s;
  const node section = node::map({{"connect_timeout_seconds", node::of(0.25)},
                                  {"read_timeout_seconds", node::of(std::int64_t{7})},
                                  {"timeout_seconds", node::of(std::int64_t{90})},
                                  {"keep_alive", node::yes_or_no(false)},
                                  {"max_connections_per_user", node::of(std::int64_t{2})},
                                  {"max_body_bytes", node::of(std::int64_t{1000})},
                                  {"headers", node::map({{"X-Team", node::of("a")}})},
                                  {"user_agent", node::of("mine/1")}});
  BOOST_TEST(read(section, s) == "");
  BOOST_TEST(s.connect_timeout == 250'000'000);
  BOOST_TEST(s.read_timeout == 7'000'000'000);
  BOOST_TEST(s.timeout == 90'000'000'000);
  BOOST_TEST(!s.request.keep_alive);
  BOOST_TEST(s.max_connections == 2u);
  BOOST_TEST(s.max_body_bytes == 1000u);
  BOOST_TEST(s.request.user_agent == "mine/1");
  BOOST_REQUIRE(s.request.headers.size() == 1u);
  BOOST_TEST(s.request.headers[0].second == "a");
}

BOOST_AUTO_TEST_CASE(every_key_about_the_flow_of_a_call_is_read) {
  settings s;
  const node section = node::map(
      {{"redirects",
        node::map({{"max", node::of(std::int64_t{3})}, {"downgrade", node::yes_or_no(true)}})},
       {"cookies", node::yes_or_no(false)},
       {"decompress", node::yes_or_no(false)},
       {"cache", node::map({{"enabled", node::yes_or_no(true)},
                            {"max_bytes_per_user", node::of(std::int64_t{1000})}})},
       {"expect_continue_above_bytes", node::of(std::int64_t{0})},
       {"expect_continue_seconds", node::of(0.5)}});
  BOOST_TEST(read(section, s) == "");
  BOOST_TEST(s.max_redirects == 3u);
  BOOST_TEST(s.redirect_downgrade);
  BOOST_TEST(!s.cookies);
  BOOST_TEST(!s.decompress);
  BOOST_TEST(s.cache_bytes == 1000u);
  BOOST_TEST(s.expect_above_bytes == 0u);
  BOOST_TEST(s.expect_timeout == 500'000'000);
  const node off = node::map({{"redirects", node::map({{"follow", node::yes_or_no(false)}})},
                              {"cache", node::yes_or_no(false)}});
  BOOST_TEST(read(off, s) == "");
  BOOST_TEST(s.max_redirects == 0u);
  BOOST_TEST(s.cache_bytes == 0u);
  BOOST_TEST(read(node::map({{"cache", node::yes_or_no(true)}}), s) == "");
  BOOST_TEST(s.cache_bytes == 16u << 20);
}

BOOST_AUTO_TEST_CASE(every_key_about_connections_is_read) {
  settings s;
  BOOST_TEST(!s.shares_connections);
  BOOST_TEST(s.max_per_host == UINT32_MAX);
  BOOST_TEST(s.idle_timeout == 0);
  BOOST_TEST(read(node::map({{"pool", node::of("worker")},
                             {"max_connections_per_host", node::of(std::int64_t{3})},
                             {"idle_timeout_seconds", node::of(1.5)}}),
                  s) == "");
  BOOST_TEST(s.shares_connections);
  BOOST_TEST(s.max_per_host == 3u);
  BOOST_TEST(s.idle_timeout == 1'500'000'000);
  BOOST_TEST(read(node::map({{"pool", node::of("user")}}), s) == "");
  BOOST_TEST(!s.shares_connections);
  BOOST_TEST(refusal("pool", node::of("")) ==
             "a.yaml:3:5: http.pool must be user or worker, is \"\"");
}

BOOST_AUTO_TEST_CASE(wrong_settings_of_the_flow_name_the_whole_key) {
  const auto inside = [](const char* key, const char* name, node value) {
    return refusal(key, node::map({{name, std::move(value).at("a.yaml:4:7")}}));
  };
  BOOST_TEST(inside("redirects", "folow", node::yes_or_no(true)) ==
             "a.yaml:4:7: unknown key http.redirects.folow, did you mean follow");
  BOOST_TEST(inside("redirects", "max", node::of(std::int64_t{101})) ==
             "a.yaml:4:7: http.redirects.max must be from 1 to 100, is 101");
  BOOST_TEST(inside("cache", "size", node::of(std::int64_t{1})) ==
             "a.yaml:4:7: unknown key http.cache.size");
  BOOST_TEST(refusal("cache", node::of("yes")) == "a.yaml:3:5: http.cache is text, expected a map");
  BOOST_TEST(refusal("failure_statuses", node::of("5xx"))
                 .starts_with("a.yaml:3:5: http.failure_statuses is text, expected a list"));
  BOOST_TEST(refusal("expect_continue_above_bytes", node::of(std::int64_t{-1}))
                 .starts_with("a.yaml:3:5: http.expect_continue_above_bytes must be from 0"));
}

BOOST_AUTO_TEST_CASE(without_a_section_the_defaults_stay) {
  settings s;
  BOOST_TEST((read_section(fake_config_table(), nullptr, s, nullptr) == VL_OK));
  BOOST_TEST(s.connect_timeout == 5'000'000'000);
  BOOST_TEST(s.max_connections == 6u);
  BOOST_TEST(s.max_body_bytes == 64u << 20);
}

BOOST_AUTO_TEST_CASE(an_override_changes_what_it_names_and_headers_by_name) {
  settings s;
  s.request.headers = {{"A", "1"}, {"B", "2"}};
  BOOST_TEST(read(node::map({{"headers", node::map({{"b", node::of("3")}})}}), s) == "");
  BOOST_REQUIRE(s.request.headers.size() == 2u);
  BOOST_TEST(s.request.headers[0].second == "1");
  BOOST_TEST(s.request.headers[1].second == "3");
}

BOOST_AUTO_TEST_CASE(wrong_settings_are_refused_with_place_found_and_expected) {
  BOOST_TEST(refusal("timeout", node::of(std::int64_t{1})) ==
             "a.yaml:3:5: unknown key http.timeout, did you mean timeout_seconds");
  BOOST_TEST(refusal("keep_alife", node::yes_or_no(true)) ==
             "a.yaml:3:5: unknown key http.keep_alife, did you mean keep_alive");
  BOOST_TEST(refusal("zzzz", node::yes_or_no(true)) == "a.yaml:3:5: unknown key http.zzzz");
  BOOST_TEST(refusal("timeout_seconds", node::of("soon")) ==
             "a.yaml:3:5: http.timeout_seconds is text, expected a number of seconds");
  BOOST_TEST(refusal("timeout_seconds", node::of(-0.5)) ==
             "a.yaml:3:5: http.timeout_seconds must be above 0 and at most 86400 seconds, is -0.5");
  BOOST_TEST(refusal("keep_alive", node::of(std::int64_t{1})) ==
             "a.yaml:3:5: http.keep_alive is an integer, expected true or false");
  BOOST_TEST(refusal("max_connections_per_user", node::of(std::int64_t{0})) ==
             "a.yaml:3:5: http.max_connections_per_user must be from 1 to 1000, is 0");
  BOOST_TEST(refusal("max_body_bytes", node::of(0.5)) ==
             "a.yaml:3:5: http.max_body_bytes is a number, expected an integer");
  BOOST_TEST(refusal("headers", node::of("x")) ==
             "a.yaml:3:5: http.headers is text, expected a map of names to text");
  BOOST_TEST(refusal("user_agent", node::of("a\r\nb"))
                 .starts_with("a.yaml:3:5: http.user_agent: control byte 0x0d"));
  settings out;
  BOOST_TEST(read(node::of("x"), out) == "http is text, expected a map");
}

BOOST_AUTO_TEST_CASE(values_of_headers_never_reach_a_message) {
  for (const char* name : {"authorization", "bad name", "transfer-encoding", "content-length"}) {
    const std::string message = refusal("headers", node::map({{name, node::of("secret\x01")}}));
    BOOST_TEST(message != "");
    BOOST_TEST(message.find("secret") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(the_base_url_is_optional_and_must_be_http_or_https) {
  settings s;
  BOOST_TEST(base(node(), s) == "");
  BOOST_TEST(!s.base.has_value());
  BOOST_TEST(base(node::of("http://sut:8080/v1"), s) == "");
  BOOST_TEST(s.base->path == "/v1");
  BOOST_TEST(base(node::of("https://sut"), s) == "");
  BOOST_TEST(base(node::of("ftp://sut"), s)
                 .starts_with("a.yaml:2:3: run.base_url: URL scheme 'ftp' is not supported"));
  BOOST_TEST(base(node::of("sut:8080"), s).starts_with("a.yaml:2:3: run.base_url: malformed URL"));
  BOOST_TEST(base(node::of("http://sut/?a=b"), s).find("has a query or a fragment") !=
             std::string::npos);
  BOOST_TEST(base(node::of("http://sut/a\nb"), s).find("control byte 0x0a") != std::string::npos);
  BOOST_TEST(base(node::of(std::int64_t{5}), s) ==
             "a.yaml:2:3: run.base_url is an integer, expected text");
}
