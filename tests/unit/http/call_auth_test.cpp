// Digest authentication in calls.
#include "plugins/http/call_flow.hpp"

#include "tests/unit/http/routed_peer.hpp"
#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

const std::string challenge =
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"\r\n"
    "Content-Length: 0\r\n\r\n";

struct guarded : scene {
  pending_call c;
  vl_kv option{to_str("digest"), to_str("ann:secret")};
  std::vector<std::string> seen;
  bool accepts = true;

  guarded() {
    c.call.options = &option;
    c.call.n_options = 1;
    host.on_bytes = [this](fake_stream& stream) {
      while (stream.answered < count_requests(stream.received)) {
        ++stream.answered;
        seen.push_back(stream.received.substr(stream.received.rfind(" HTTP/1.1\r\n")));
        const bool proved = seen.back().find("Authorization: Digest ") != std::string::npos;
        stream.send(proved && accepts ? ok_answer : challenge);
      }
    };
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_digest_challenge_is_answered_within_the_call) {
  guarded s;
  s.perform(s.c, "GET", "/a");
  BOOST_TEST(s.c.reply.code == 200);
  BOOST_TEST((s.c.reply.flags & VL_REPLY_FAILED) == 0u);
  BOOST_REQUIRE(s.seen.size() == 2u);
  BOOST_TEST(s.seen[1].find("username=\"ann\"") != std::string::npos);
  BOOST_TEST(s.seen[1].find("uri=\"/api/a\"") != std::string::npos);
  BOOST_TEST(s.seen[1].find("nc=00000001") != std::string::npos);
  BOOST_TEST(s.c.reply.redirects == 0u);
  BOOST_TEST(s.c.reply.bytes_out == s.host.stream(0).received.size());
}

BOOST_AUTO_TEST_CASE(the_nonce_is_used_again_without_a_challenge) {
  guarded s;
  s.perform(s.c, "GET", "/a");
  s.perform(s.c, "POST", "/b", "x");
  BOOST_REQUIRE(s.seen.size() == 3u);
  BOOST_TEST(s.seen[2].find("nc=00000002") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_is_a_401_after_one_more_request) {
  guarded s;
  s.accepts = false;
  s.perform(s.c, "GET", "/a");
  BOOST_TEST(s.c.reply.code == 401);
  BOOST_TEST(s.seen.size() == 2u);
  BOOST_TEST(s.c.error() == "HTTP 401");
}

BOOST_AUTO_TEST_CASE(without_a_password_the_challenge_is_the_answer) {
  guarded s;
  s.c.call.n_options = 0;
  s.perform(s.c, "GET", "/a");
  BOOST_TEST(s.c.reply.code == 401);
  BOOST_TEST(s.seen.size() == 1u);
}
