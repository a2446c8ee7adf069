#include "plugins/http/call_flow.hpp"

#include "tests/unit/http/routed_peer.hpp"
#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

std::string to(std::string_view location, std::string_view code = "302") {
  return "HTTP/1.1 " + std::string(code) + " Moved\r\nLocation: " + std::string(location) +
         "\r\nContent-Length: 4\r\n\r\nmove";
}

std::string_view line(const std::string& request) {
  return std::string_view(request).substr(0, request.find('\r'));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_redirect_is_followed_as_one_call) {
  scene s;
  routed_peer peer{{{"/a", to("/b?x=1#frag")}}, {}};
  peer.serve(s);
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_REQUIRE(c.done());
  BOOST_TEST(c.result.status == VL_OK);
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(c.body() == "hello");
  BOOST_TEST(c.reply.redirects == 1u);
  BOOST_TEST(to_view(c.reply.url) == "http://sut:8080/b?x=1");
  BOOST_REQUIRE(peer.seen.size() == 2u);
  BOOST_TEST(line(peer.seen[1]) == "GET /b?x=1 HTTP/1.1");
  // One sample: bytes and connecting of both requests, and the first of them opened the connection.
  BOOST_TEST(s.host.streams() == 1u);
  BOOST_TEST(c.reply.bytes_out == s.host.stream(0).received.size());
  BOOST_TEST(c.reply.bytes_in == ok_answer.size() + to("/b?x=1#frag").size());
  BOOST_TEST(c.reply.dns == 11);
  BOOST_TEST(c.reply.connect == 22);
  BOOST_TEST((c.reply.flags & VL_REPLY_REUSED) == 0u);
  BOOST_TEST(c.reply.first_byte >= c.reply.sent);
  BOOST_TEST(!c.inside);
}

BOOST_AUTO_TEST_CASE(time_runs_from_the_first_request_to_the_last_byte) {
  scene s;
  routed_peer peer{{{"/a", to("/b")}}, {}};
  peer.serve(s);
  const auto answers = s.host.on_bytes;
  s.host.on_bytes = [&](fake_stream& stream) {
    s.host.time += 1000;
    answers(stream);
  };
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.reply.done - c.reply.sent == 2000);
  BOOST_TEST(c.reply.first_byte == c.reply.done);
}

BOOST_AUTO_TEST_CASE(a_post_becomes_a_get_or_stays_what_it_is) {
  for (const char* code : {"301", "302", "303", "307", "308"}) {
    scene s;
    routed_peer peer{{{"/a", to("/b", code)}}, {}};
    peer.serve(s);
    pending_call c;
    const vl_kv header[] = {{to_str("content-type"), to_str("text/x")},
                            {to_str("x-kept"), to_str("1")}};
    c.call.headers = header;
    c.call.n_headers = 2;
    s.perform(c, "POST", "/a", "body");
    BOOST_REQUIRE(peer.seen.size() == 2u);
    const bool keeps = code[2] >= '7';
    BOOST_TEST(line(peer.seen[1]) == (keeps ? "POST /b HTTP/1.1" : "GET /b HTTP/1.1"), code);
    BOOST_TEST(peer.seen[1].ends_with("body") == keeps);
    BOOST_TEST((peer.seen[1].find("content-type") != std::string::npos) == keeps);
    BOOST_TEST((peer.seen[1].find("x-kept: 1") != std::string::npos));
  }
}

BOOST_AUTO_TEST_CASE(credentials_stay_with_their_origin) {
  settings chosen = scene_settings();
  chosen.request.headers = {{"Authorization", "Basic c2V0"}, {"X-Team", "a"}};
  scene s(chosen);
  routed_peer peer{{{"/a", to("/same")},
                    {"/same", to("http://other:8080/b")},
                    {"/b", to("/c")},
                    {"/c", to("http://sut:8080/back")}},
                   {}};
  peer.serve(s);
  pending_call c;
  const vl_kv header[] = {{to_str("cookie"), to_str("id=1")},
                          {to_str("proxy-authorization"), to_str("x")},
                          {to_str("x-kept"), to_str("1")}};
  c.call.headers = header;
  c.call.n_headers = 3;
  s.perform(c, "GET", "/a");
  BOOST_REQUIRE(peer.seen.size() == 5u);
  BOOST_TEST(c.reply.redirects == 4u);
  for (const std::string& request : peer.seen) {
    const bool own = request.find("/a ") < 20 || request.find("/same ") < 20;
    BOOST_TEST((request.find("Authorization: Basic") != std::string::npos) == own, request);
    BOOST_TEST((request.find("cookie: id=1") != std::string::npos) == own, request);
    BOOST_TEST((request.find("proxy-authorization") != std::string::npos) == own, request);
    BOOST_TEST((request.find("X-Team: a") != std::string::npos), request);
    BOOST_TEST((request.find("x-kept: 1") != std::string::npos), request);
  }
}

BOOST_AUTO_TEST_CASE(an_endless_chain_ends_with_its_last_location) {
  settings chosen = scene_settings();
  chosen.max_redirects = 2;
  scene s(chosen);
  routed_peer peer{{{"/a", to("/a?token=secret")}, {"secret", to("/a?token=secret")}}, {}};
  peer.serve(s);
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_PROTOCOL);
  BOOST_TEST(c.reply.code == 302);
  BOOST_TEST(c.reply.redirects == 2u);
  BOOST_TEST(c.error() == "more than 2 redirects, the last one to http://sut:8080/a");
  BOOST_TEST(peer.seen.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_call_may_forbid_or_limit_redirects) {
  scene s;
  routed_peer peer{{{"/a", to("/b")}, {"/b", to("/c")}}, {}};
  peer.serve(s);
  pending_call c;
  vl_kv option{to_str("redirects"), to_str("0")};
  c.call.options = &option;
  c.call.n_options = 1;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.reply.code == 302);
  BOOST_TEST(c.body() == "move");
  BOOST_TEST(c.reply.redirects == 0u);
  BOOST_TEST(c.reply.url.len == 0u);
  option.value = to_str("1");
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_PROTOCOL);
}

BOOST_AUTO_TEST_CASE(a_redirect_that_leads_nowhere_is_a_failure_of_the_peer) {
  for (const char* evil :
       {"ftp://h/x", "http://u:p@h/x", "http://h:0/x", "http:///x", "mailto:x"}) {
    scene s;
    routed_peer peer{{{"/a", to(evil)}}, {}};
    peer.serve(s);
    pending_call c;
    s.perform(c, "GET", "/a");
    BOOST_TEST(c.result.status == VL_E_PROTOCOL, evil);
    BOOST_TEST(c.error() != "");
    BOOST_TEST(s.host.streams() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_failure_after_a_redirect_names_the_place) {
  scene s;
  routed_peer peer{{{"/a", to("http://gone:81/x?y")}}, {}};
  peer.serve(s);
  s.host.dials = {{VL_OK, 0, 0}, {VL_E_BLOCKED, 0, 0}};
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_BLOCKED);
  BOOST_TEST(c.error() ==
             "redirected to http://gone:81/x: host gone is not in safety.allowed_hosts");
  BOOST_TEST(c.reply.n_headers == 0u);
  BOOST_TEST(c.body() == "");
}

BOOST_AUTO_TEST_CASE(statuses_fail_as_the_settings_and_the_call_say) {
  settings chosen = scene_settings();
  chosen.failing = status_set();
  chosen.failing.add("200");
  scene s(chosen);
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST((c.reply.flags & VL_REPLY_FAILED) != 0u);
  BOOST_TEST(c.error() == "HTTP 200");
  vl_kv option{to_str("accept_status"), to_str("200")};
  c.call.options = &option;
  c.call.n_options = 1;
  s.perform(c, "GET", "/a");
  BOOST_TEST((c.reply.flags & VL_REPLY_FAILED) == 0u);
}

BOOST_AUTO_TEST_CASE(a_wrong_option_is_told_before_anything_is_sent) {
  scene s;
  pending_call c;
  vl_kv option{to_str("redirct"), to_str("0")};
  c.call.options = &option;
  c.call.n_options = 1;
  s.perform(c, "GET", "/a");
  BOOST_TEST(c.result.status == VL_E_INVALID);
  BOOST_TEST(c.error() == "unknown option 'redirct' of the call, did you mean redirects");
  BOOST_TEST(s.host.streams() == 0u);
}

BOOST_AUTO_TEST_CASE(structs_of_an_older_header_are_left_as_long_as_they_are) {
  scene s;
  routed_peer peer{{{"/a", to("/b")}}, {}};
  peer.serve(s);
  pending_call c;
  c.reply.redirects = 77;
  const vl_str verb = to_str("GET"), target = to_str("/a");
  c.host = &s.host;
  c.call.verb = verb;
  c.call.target = target;
  c.call.struct_size = offsetof(vl_call, pieces);
  c.call.n_options = 9;  // not part of it
  c.reply.struct_size = offsetof(vl_reply, trailers);
  c.op.user = &c;
  c.op.complete = [](vl_op* op, vl_result result) noexcept {
    auto& self = *static_cast<pending_call*>(op->user);
    ++self.completions;
    self.result = result;
  };
  BOOST_TEST(s.user->call(c.call, c.reply, c.op) == VL_PENDING);
  s.host.settle();
  BOOST_TEST(c.done());
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(c.reply.redirects == 77u);
}
