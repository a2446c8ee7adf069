// The cache of a user in its calls.
#include "plugins/http/hop_cache.hpp"

#include "plugins/http/typed_table.hpp"

#include "tests/unit/http/routed_peer.hpp"
#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

settings caching() {
  settings chosen = scene_settings();
  chosen.cache_bytes = 1 << 20;
  return chosen;
}

std::string kept(std::string_view headers, std::string_view code = "200 OK") {
  return "HTTP/1.1 " + std::string(code) + "\r\nContent-Length: 5\r\n" + std::string(headers) +
         "\r\n\r\nhello";
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_fresh_answer_is_not_sent_for_again) {
  scene s(caching());
  routed_peer peer{{{"/a", kept("Cache-Control: max-age=60\r\nX-Mark: 1")}}, {}};
  peer.serve(s);
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST((c.reply.flags & VL_REPLY_CACHED) == 0u);
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.done());
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST((c.reply.flags & VL_REPLY_CACHED) != 0u);
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(c.body() == "hello");
  BOOST_TEST(c.header("X-Mark") == "1");
  BOOST_TEST(c.reply.sent == 0);
  BOOST_TEST(c.reply.bytes_in == 0u);
  BOOST_TEST(peer.seen.size() == 1u);
  typed_table.cache_clear(s.user.get());
  s.perform(c, "GET", "/a");
  BOOST_TEST(peer.seen.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stale_answer_is_asked_about_and_a_304_brings_its_body) {
  scene s(caching());
  routed_peer peer{{{"/a", kept("ETag: \"v1\"\r\nCache-Control: max-age=0")}}, {}};
  peer.serve(s);
  pending_call c;
  s.perform(c, "GET", "/a");
  peer.routes[0].second = "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n";
  s.perform(c, "GET", "/a");
  BOOST_REQUIRE(peer.seen.size() == 2u);
  BOOST_TEST(peer.seen[1].find("If-None-Match: \"v1\"\r\n") != std::string::npos);
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(c.body() == "hello");
  BOOST_TEST((c.reply.flags & VL_REPLY_CACHED) == 0u);
  BOOST_TEST(c.reply.bytes_in > 0u);
}

BOOST_AUTO_TEST_CASE(a_304_of_the_scenarios_own_condition_is_the_answer) {
  scene s(caching());
  routed_peer peer{{{"/a", "HTTP/1.1 304 Not Modified\r\n\r\n"}}, {}};
  peer.serve(s);
  pending_call c;
  const vl_kv header{to_str("if-none-match"), to_str("\"x\"")};
  c.call.headers = &header;
  c.call.n_headers = 1;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.reply.code == 304);
}

BOOST_AUTO_TEST_CASE(a_kept_redirect_is_followed_without_asking) {
  scene s(caching());
  routed_peer peer{{{"/a", kept("Location: /b\r\nCache-Control: max-age=60", "301 Moved")},
                    {"/b", kept("Cache-Control: max-age=60")}},
                   {}};
  peer.serve(s);
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(peer.seen.size() == 2u);
  s.perform(c, "GET", "/a");
  BOOST_TEST(peer.seen.size() == 2u);
  BOOST_TEST((c.reply.flags & VL_REPLY_CACHED) != 0u);
  BOOST_TEST(c.body() == "hello");
  BOOST_TEST(to_view(c.reply.url) == "http://sut:8080/b");
}

BOOST_AUTO_TEST_CASE(a_post_forgets_what_was_kept) {
  scene s(caching());
  routed_peer peer{{{"/a", kept("Cache-Control: max-age=60")}}, {}};
  peer.serve(s);
  pending_call c;
  s.perform(c, "GET", "/a");
  s.perform(c, "POST", "/a", "x");
  s.perform(c, "GET", "/a");
  BOOST_TEST(peer.seen.size() == 3u);
}
