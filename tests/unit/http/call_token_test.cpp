// Calls that carry an access token.
#include "plugins/http/token_source.hpp"

#include "tests/unit/http/token_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

BOOST_AUTO_TEST_SUITE(call_token)

BOOST_AUTO_TEST_CASE(a_call_waits_for_its_token_and_carries_it) {
  token_scene s;
  pending_call c;
  s.perform(c, "GET", "/x");
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(!c.inside);
  BOOST_REQUIRE(s.asked.size() == 1u);
  BOOST_TEST(s.asked[0] ==
             "POST /token?tenant=1 HTTP/1.1\r\nHost: id\r\nUser-Agent: veriload/test\r\n"
             "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
             "Accept: application/json\r\n"
             "Authorization: Basic c2hvcDpzM2NyZXQ=\r\nContent-Length: 29\r\n\r\n"
             "grant_type=client_credentials");
  BOOST_REQUIRE(s.seen.size() == 1u);
  BOOST_TEST(token_scene::token_of(s.seen[0]) == "t1");
  // The call is measured without the fetch, which is a sample of its own.
  BOOST_TEST(c.reply.bytes_out == s.seen[0].size() - std::string("sut:8080 ").size());
  BOOST_REQUIRE(s.samples().size() == 1u);
  const testing::seen_sample& sample = s.samples()[0];
  BOOST_TEST(sample.name == "POST /token (token)");
  BOOST_TEST(sample.sample.status == VL_OK);
  BOOST_TEST(sample.sample.code == 200);
  BOOST_TEST(sample.sample.bytes_out == s.asked[0].size());
  BOOST_TEST(sample.sample.planned <= sample.sample.sent);
  BOOST_TEST(sample.sample.done <= c.reply.sent);
  BOOST_TEST(!s.user->busy());
}

BOOST_AUTO_TEST_CASE(later_calls_use_the_token_again) {
  token_scene s;
  pending_call a, b;
  s.perform(a, "GET", "/x");
  s.perform(b, "POST", "/y", "body");
  BOOST_TEST(s.asked.size() == 1u);
  BOOST_REQUIRE(s.seen.size() == 2u);
  BOOST_TEST(token_scene::token_of(s.seen[1]) == "t1");
  BOOST_TEST((b.reply.flags & VL_REPLY_REUSED) != 0u);
}

BOOST_AUTO_TEST_CASE(calls_at_the_same_time_share_one_fetch) {
  token_scene s;
  pending_call calls[3];
  for (pending_call& c : calls)
    s.start(c, "GET", "/x");
  s.host.settle();
  s.host.run();
  for (const pending_call& c : calls)
    BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(s.asked.size() == 1u);
  BOOST_TEST(s.seen.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_header_of_the_scenario_goes_before) {
  token_scene s;
  pending_call c;
  const vl_kv own{to_str("authorization"), to_str("Key 1")};
  c.call.headers = &own;
  c.call.n_headers = 1;
  s.perform(c, "GET", "/open");
  BOOST_TEST(s.asked.empty());
  BOOST_TEST(s.seen[0].find("authorization: Key 1\r\n") != std::string::npos);
  BOOST_TEST(s.seen[0].find("Bearer") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(digest_of_a_call_goes_before) {
  token_scene s;
  pending_call c;
  const vl_kv option{to_str("digest"), to_str("ann:pw")};
  c.call.options = &option;
  c.call.n_options = 1;
  s.perform(c, "GET", "/x");
  BOOST_TEST(c.reply.code == 401);
  BOOST_TEST(s.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_token_goes_to_the_origins_that_it_is_meant_for) {
  settings chosen = token_settings();
  chosen.auth->origins = {"http://second:81/ignored"};
  token_scene s(chosen);
  pending_call c;
  s.perform(c, "GET", "http://other/open");
  BOOST_TEST(s.asked.empty());
  BOOST_TEST(token_scene::token_of(s.seen[0]) == "");
  s.perform(c, "GET", "http://second:81/open");
  BOOST_TEST(token_scene::token_of(s.seen[1]) == "t1");
  s.perform(c, "GET", "https://second:81/open");
  BOOST_TEST(token_scene::token_of(s.seen[2]) == "");
}

BOOST_AUTO_TEST_CASE(a_redirect_takes_the_token_along_within_its_origin_only) {
  token_scene s;
  pending_call c;
  s.perform(c, "GET", "/near");
  BOOST_TEST(c.reply.code == 200);
  BOOST_REQUIRE(s.seen.size() == 2u);
  BOOST_TEST(token_scene::token_of(s.seen[1]) == "t1");
  s.perform(c, "GET", "/away");
  BOOST_TEST(c.reply.code == 200);
  BOOST_REQUIRE(s.seen.size() == 4u);
  BOOST_TEST(s.seen[3].starts_with("other:80 "));
  BOOST_TEST(s.seen[3].find("uthorization") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_replaced_once_and_the_request_sent_again) {
  token_scene s;
  pending_call c;
  s.refused = {"t1"};
  s.perform(c, "POST", "/x", "the body");
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST((c.reply.flags & VL_REPLY_FAILED) == 0u);
  BOOST_TEST(s.asked.size() == 2u);
  BOOST_REQUIRE(s.seen.size() == 2u);
  BOOST_TEST(token_scene::token_of(s.seen[1]) == "t2");
  BOOST_TEST(s.seen[1].ends_with("\r\n\r\nthe body"));

  s.refused = {"t2", "t3"};
  s.perform(c, "GET", "/x");
  BOOST_TEST(c.reply.code == 401);
  BOOST_TEST(c.error() == "HTTP 401");
  BOOST_TEST(s.seen.size() == 4u);
}

BOOST_AUTO_TEST_CASE(several_refusals_of_one_token_fetch_one) {
  token_scene s;
  pending_call first, calls[3];
  s.perform(first, "GET", "/x");
  s.refused = {"t1"};
  for (pending_call& c : calls)
    s.start(c, "GET", "/x");
  s.host.settle();
  s.host.run();
  for (const pending_call& c : calls)
    BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(s.asked.size() == 2u);
  BOOST_TEST(s.seen.size() == 7u);
}

BOOST_AUTO_TEST_CASE(an_old_token_is_refreshed_and_a_refused_refresh_followed_by_the_grant) {
  token_scene s;
  s.refresh = "r1";
  pending_call c;
  s.perform(c, "GET", "/x");
  s.wall += 3571;  // 30 seconds before its end
  s.perform(c, "GET", "/x");
  BOOST_REQUIRE(s.asked.size() == 2u);
  BOOST_TEST(s.asked[1].ends_with("grant_type=refresh_token&refresh_token=r1"));
  BOOST_TEST(token_scene::token_of(s.seen[1]) == "t2");

  s.wall += 3600;
  s.token_answer = answer_of("400 Bad", R"({"error":"invalid_grant","error_description":"r1 ?"})");
  s.perform(c, "GET", "/x");
  BOOST_REQUIRE(s.asked.size() == 4u);
  BOOST_TEST(s.asked[3].ends_with("grant_type=client_credentials"));
  BOOST_TEST(c.result.status == VL_E_STATUS);
  BOOST_TEST(s.samples().size() == 4u);
  BOOST_TEST(s.samples()[2].sample.code == 400);
}

BOOST_AUTO_TEST_CASE(a_failed_fetch_fails_the_calls_that_wait_with_its_reason) {
  token_scene s;
  s.token_answer =
      answer_of("401 No", R"({"error":"invalid_client","error_description":"not s3cret"})");
  pending_call a, b;
  s.start(a, "GET", "/x");
  s.start(b, "GET", "/y");
  s.host.settle();
  s.host.run();
  for (const pending_call* c : {&a, &b}) {
    BOOST_TEST(c->result.status == VL_E_STATUS);
    BOOST_TEST(c->result.native == 401);
    BOOST_TEST(c->reply.code == 0);
    BOOST_TEST(c->error() ==
               "no access token: the token endpoint answered 401: invalid_client: not ***");
    BOOST_TEST(c->reply.sent == 0);
    BOOST_TEST(c->reply.done > 0);
  }
  BOOST_TEST(s.seen.empty());
  BOOST_REQUIRE(s.samples().size() == 1u);
  BOOST_TEST(s.samples()[0].sample.status == VL_E_STATUS);
  BOOST_TEST(s.samples()[0].sample.code == 401);
  BOOST_TEST(s.samples()[0].error == "the token endpoint answered 401: invalid_client: not ***");

  s.token_answer = answer_of("200 OK", "<html>");
  s.perform(a, "GET", "/x");
  BOOST_TEST(a.result.status == VL_E_PROTOCOL);
  BOOST_TEST(a.error() == "no access token: the token endpoint's answer is no JSON");
  s.token_answer.clear();  // the next call asks again
  s.perform(a, "GET", "/x");
  BOOST_TEST(a.reply.code == 200);
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_is_down_is_named) {
  token_scene s;
  s.host.dials = {{VL_E_CONNECT, ECONNREFUSED, 0}};
  pending_call c;
  s.perform(c, "GET", "/x");
  BOOST_TEST(c.result.status == VL_E_CONNECT);
  BOOST_TEST(c.result.native == ECONNREFUSED);
  BOOST_TEST(c.error() == "no access token: connection refused by id:80");
  BOOST_REQUIRE(s.samples().size() == 1u);
  BOOST_TEST(s.samples()[0].sample.status == VL_E_CONNECT);
  BOOST_TEST(s.samples()[0].sample.sent == s.samples()[0].sample.done);
}

BOOST_AUTO_TEST_CASE(a_redirect_of_the_endpoint_is_not_followed) {
  token_scene s;
  s.token_answer = answer_of("302 Found\r\nLocation: http://other/token", "");
  pending_call c;
  s.perform(c, "GET", "/x");
  BOOST_TEST(c.error() == "no access token: the token endpoint answered 302");
  BOOST_TEST(s.seen.empty());
}

BOOST_AUTO_TEST_CASE(a_fetch_that_ends_inside_its_start_is_told_on_a_later_turn) {
  token_scene s;
  s.host.fail_at(1);  // the dial, after the wait of the call began
  pending_call c;
  s.start(c, "GET", "/x");
  s.host.settle();
  s.host.run();
  BOOST_TEST(c.done());
  BOOST_TEST(!c.inside);
  BOOST_TEST(c.result.status < 0);
  BOOST_TEST(c.error().starts_with("no access token: "));
}

BOOST_AUTO_TEST_CASE(a_call_waits_no_longer_than_its_timeout_and_the_fetch_goes_on) {
  token_scene s;
  s.endpoint_silent = true;
  pending_call a, b;
  a.call.timeout = 2'000'000'000;
  s.start(a, "GET", "/x");
  s.host.settle();
  s.host.all.advance(2'000'000'000);
  BOOST_TEST(a.done());
  BOOST_TEST(a.result.status == VL_E_TIMEOUT);
  BOOST_TEST(a.error() == "no access token within 2 s");
  s.start(b, "GET", "/x");
  s.give_token(s.host.stream(0));
  s.host.settle();
  BOOST_TEST(b.reply.code == 200);
  BOOST_TEST(s.asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_token_that_is_over_at_once_is_used_by_those_who_waited) {
  token_scene s;
  s.life = "0";
  pending_call a, b;
  s.perform(a, "GET", "/near");
  BOOST_TEST(a.reply.code == 200);
  BOOST_TEST(s.asked.size() == 2u);  // one for each request
  s.perform(b, "GET", "/x");
  BOOST_TEST(b.reply.code == 200);
  BOOST_TEST(s.asked.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_waiting_call_can_be_cancelled) {
  token_scene s;
  s.endpoint_silent = true;
  pending_call a, b;
  s.start(a, "GET", "/x");
  s.start(b, "GET", "/x");
  s.host.settle();
  BOOST_TEST(s.user->cancel(a.op) == VL_OK);
  BOOST_TEST(!a.done());
  s.host.settle();
  BOOST_TEST(a.done());
  BOOST_TEST(a.result.status == VL_E_CANCELED);
  BOOST_TEST(a.error() == "canceled while waiting for an access token");
  s.give_token(s.host.stream(0));
  s.host.settle();
  BOOST_TEST(b.reply.code == 200);
}

BOOST_AUTO_TEST_CASE(an_answer_from_the_cache_needs_no_token) {
  settings chosen = token_settings();
  chosen.cache_bytes = 10'000;
  token_scene s(chosen);
  pending_call c;
  s.refused = {"t1", "t2"};
  s.host.on_bytes = [&s](fake_stream& stream) {
    if (stream.target == "id:80") return s.serve(stream);
    stream.send(answer_of("200 OK\r\nCache-Control: max-age=600", "kept"));
  };
  s.life = "60";
  s.perform(c, "GET", "/x");
  s.wall += 120;
  s.perform(c, "GET", "/x");
  BOOST_TEST((c.reply.flags & VL_REPLY_CACHED) != 0u);
  BOOST_TEST(s.asked.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_session_ends_after_its_fetch) {
  token_scene s;
  s.endpoint_silent = true;
  pending_call c;
  s.start(c, "GET", "/x");
  s.host.settle();
  s.user->cancel(c.op);
  s.host.settle();
  BOOST_TEST(c.done());
  BOOST_TEST(!s.user->busy());
  static int closed;
  closed = 0;
  vl_op op{};
  op.complete = [](vl_op*, vl_result result) noexcept { closed += result.status == VL_OK ? 1 : 9; };
  BOOST_TEST(s.user->ends_later(op));
  static_cast<void>(s.user.release());  // it deletes itself
  BOOST_TEST(closed == 0);
  s.host.settle();
  BOOST_TEST(closed == 1);
  BOOST_TEST(s.host.open_streams() == 0u);
  BOOST_REQUIRE(s.samples().size() == 1u);
  BOOST_TEST(s.samples()[0].sample.status == VL_E_CANCELED);
}

BOOST_AUTO_TEST_CASE(a_session_without_a_fetch_ends_at_once) {
  token_scene s;
  vl_op op{};
  BOOST_TEST(!s.user->ends_later(op));
  pending_call c;
  s.perform(c, "GET", "/x");
  BOOST_TEST(!s.user->ends_later(op));
}

BOOST_AUTO_TEST_SUITE_END()
