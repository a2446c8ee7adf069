#include <veriload/http.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace veriload;
using namespace veriload::testing;

namespace {

class sending_user : public user {
 public:
  std::string text = "a b&c";
  int seen = 0;

  task<> plain() {
    auto r = co_await http().get("/x");
    seen = r.status();
  }
  task<> everything() {
    auto r = co_await http()
                 .request("PURGE", "/a?b=1#part")
                 .query("q", text)
                 .query("n", 3)
                 .header("x-one", "1")
                 .header("X-Two", "2")
                 .bearer("t0k")
                 .name("purge")
                 .timeout(2.5)
                 .discard_body();
    seen = r.status();
  }
  task<> verbs() {
    auto a = co_await http().post("/").json(json::of("a", text));
    auto b = co_await http().put("/").body("raw", "application/x-raw");
    auto c = co_await http().patch("/").form("k 1", text).form("z", "");
    auto d = co_await http().del("/").basic("ann", "se:cret");
    auto e = co_await http().head("/").header("Content-Type", "x/y").body("1");
    auto f = co_await http().options("*");
    seen = a.status() + b.status() + c.status() + d.status() + e.status() + f.status();
  }
  task<> named_request() {
    auto request = http().get("/later").name("later");
    auto r = co_await std::move(request);
    seen = r.status();
  }
  task<> dropped() {
    { auto never_sent = http().get("/never"); }
    auto r = co_await http().get("/sent");
    seen = r.status();
  }
  task<> fetch(std::string path) {
    auto r = co_await http().get(path);
    seen += r.status() == 200;
  }
  task<> at_once() { co_await when_all(fetch("/1"), fetch("/2"), fetch("/3")); }
  task<> bad_header() {
    auto r = co_await http().get("/").header("a", "b\r\nc: d");
    seen = r.status();
  }
  task<> bad_name() {
    auto r = co_await http().get("/").header("a b", "c");
    seen = r.status();
  }
  task<> bad_target() {
    auto r = co_await http().get("/a b");
    seen = r.status();
  }
  task<> bad_timeout() {
    auto r = co_await http().get("/").timeout(0);
    seen = r.status();
  }
  task<> all_options() {
    auto r = co_await http()
                 .get("/")
                 .redirects(3)
                 .connect_timeout(0.25)
                 .expect_continue()
                 .fail_above(299)
                 .accept_status(404)
                 .range(0, 499)
                 .header("x-one", "1")
                 .digest("ann", "se:cret");
    auto n = co_await http().get("/").no_redirects();
    seen = r.status() + n.status();
  }
  task<> file_body() {
    auto a = co_await http().put("/").json(json(1)).body_file("data/a.bin");
    auto b = co_await http().put("/").body_file("data/a.bin").body("text");
    seen = a.status() + b.status();
  }
  task<> bad_digest_user() {
    auto r = co_await http().get("/").digest("a:b", "c");
    seen = r.status();
  }
  task<> cookie_first() {
    http().set_cookie("a", "1");
    co_return;
  }
  task<> bad_user() {
    auto r = co_await http().get("/").basic("a:b", "c");
    seen = r.status();
  }
};

struct fixture {
  fake_host host;
  scenario_context context{host.handle()};
  user_class<sending_user> known{"u", context};

  ~fixture() {
    BOOST_TEST(host.calls.live_replies == 0);
    http_exchange::drain();
  }
  vl_status run(task<> (sending_user::*body)()) {
    static int number = 0;
    known.task("t" + std::to_string(++number), body);
    const vl_user_class* of = known.describe();
    live_user live(host, of);
    const vl_status status = live.run(of->n_tasks - 1);
    seen = static_cast<sending_user*>(static_cast<user*>(live.state()))->seen;
    return status;
  }
  std::string reason() const {
    return host.user.failures.empty() ? "" : host.user.failures.back().second;
  }
  int seen = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(http_requests, fixture)

BOOST_AUTO_TEST_CASE(a_plain_get_carries_nothing_else) {
  BOOST_TEST(run(&sending_user::plain) == VL_OK);
  BOOST_TEST(seen == 200);
  const seen_call& call = host.calls.seen.at(0);
  BOOST_TEST(call.verb == "GET");
  BOOST_TEST(call.target == "/x");
  BOOST_TEST(call.name == "");
  BOOST_TEST(call.headers.empty());
  BOOST_TEST(call.body == "");
  BOOST_TEST(call.flags == 0u);
  BOOST_TEST(call.timeout == 0);
}

BOOST_AUTO_TEST_CASE(every_part_of_the_builder_arrives) {
  BOOST_TEST(run(&sending_user::everything) == VL_OK);
  const seen_call& call = host.calls.seen.at(0);
  BOOST_TEST(call.verb == "PURGE");
  BOOST_TEST(call.target == "/a?b=1&q=a%20b%26c&n=3");
  BOOST_TEST(call.name == "purge");
  BOOST_TEST(call.header("x-one") == "1");
  BOOST_TEST(call.header("X-Two") == "2");
  BOOST_TEST(call.header("authorization") == "Bearer t0k");
  BOOST_TEST(call.headers.size() == 3u);
  BOOST_TEST(call.flags == VL_CALL_NO_BODY);
  BOOST_TEST(call.timeout == 2'500'000'000);
}

BOOST_AUTO_TEST_CASE(each_verb_and_kind_of_body_has_its_form) {
  BOOST_TEST(run(&sending_user::verbs) == VL_OK);
  BOOST_REQUIRE(host.calls.seen.size() == 6u);
  BOOST_TEST(host.calls.seen[0].verb == "POST");
  BOOST_TEST(host.calls.seen[0].body == R"({"a":"a b&c"})");
  BOOST_TEST(host.calls.seen[0].header("content-type") == "application/json");
  BOOST_TEST(host.calls.seen[1].verb == "PUT");
  BOOST_TEST(host.calls.seen[1].body == "raw");
  BOOST_TEST(host.calls.seen[1].header("content-type") == "application/x-raw");
  BOOST_TEST(host.calls.seen[2].verb == "PATCH");
  BOOST_TEST(host.calls.seen[2].body == "k+1=a+b%26c&z=");
  BOOST_TEST(host.calls.seen[2].header("content-type") == "application/x-www-form-urlencoded");
  BOOST_TEST(host.calls.seen[3].verb == "DELETE");
  BOOST_TEST(host.calls.seen[3].header("authorization") == "Basic YW5uOnNlOmNyZXQ=");
  BOOST_TEST(host.calls.seen[4].verb == "HEAD");
  BOOST_TEST(host.calls.seen[4].header("Content-Type") == "x/y");
  BOOST_TEST(host.calls.seen[4].headers.size() == 1u);
  BOOST_TEST(host.calls.seen[5].target == "*");
}

BOOST_AUTO_TEST_CASE(a_request_may_be_named_and_moved_into_the_await) {
  BOOST_TEST(run(&sending_user::named_request) == VL_OK);
  BOOST_TEST(host.calls.seen.at(0).target == "/later");
}

BOOST_AUTO_TEST_CASE(settings_of_one_request_travel_as_options) {
  BOOST_TEST(run(&sending_user::all_options) == VL_OK);
  const seen_call& call = host.calls.seen.at(0);
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"redirects", "3"},    {"connect_timeout", "0.25"}, {"expect_continue", "true"},
      {"fail_above", "299"}, {"accept_status", "404"},    {"digest", "ann:se:cret"}};
  BOOST_TEST((call.options == wanted));
  const std::vector<std::pair<std::string, std::string>> headers{{"range", "bytes=0-499"},
                                                                 {"x-one", "1"}};
  BOOST_TEST((call.headers == headers));
  const std::vector<std::pair<std::string, std::string>> none{{"redirects", "0"}};
  BOOST_TEST((host.calls.seen.at(1).options == none));
}

BOOST_AUTO_TEST_CASE(the_last_body_is_the_one_that_is_sent) {
  BOOST_TEST(run(&sending_user::file_body) == VL_OK);
  BOOST_REQUIRE(host.calls.seen.size() == 2u);
  BOOST_TEST(host.calls.seen.at(0).body == "<data/a.bin>");
  BOOST_TEST(host.calls.seen.at(0).header("content-type") == "application/octet-stream");
  BOOST_TEST(host.calls.seen.at(1).body == "text");
}

BOOST_AUTO_TEST_CASE(cookies_need_a_protocol_that_keeps_them_and_a_session_that_opens_at_once) {
  BOOST_TEST(run(&sending_user::cookie_first) == VL_E_UNSUPPORTED);
  BOOST_TEST(reason() == "the http plugin does not offer veriload.http/1");
  host.calls.open_later = true;
  BOOST_TEST(run(&sending_user::cookie_first) == VL_E_UNSUPPORTED);
  BOOST_TEST(reason() == "the http session is being opened, expected a request before this");
  host.calls.open_later = false;
  host.calls.open_status = VL_E_SHUTDOWN;
  BOOST_TEST(run(&sending_user::cookie_first) == VL_E_SHUTDOWN);
  BOOST_TEST(reason() == "no http session: shutting down");
}

BOOST_AUTO_TEST_CASE(a_request_that_is_not_awaited_is_not_sent) {
  BOOST_TEST(run(&sending_user::dropped) == VL_OK);
  BOOST_TEST(host.calls.seen.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_at_once_does_not_suspend) {
  scripted_reply fast;
  fast.later = false;
  fast.code = 204;
  host.calls.replies.push_back(fast);
  BOOST_TEST(run(&sending_user::plain) == VL_OK);
  BOOST_TEST(seen == 204);
}

BOOST_AUTO_TEST_CASE(the_session_is_opened_once_for_requests_at_the_same_time) {
  host.calls.open_later = true;
  BOOST_TEST(run(&sending_user::at_once) == VL_OK);
  BOOST_TEST(host.calls.opens == 1);
  BOOST_TEST(seen == 3);
  BOOST_TEST(host.calls.seen.at(0).target == "/1");
  BOOST_TEST(host.calls.seen.at(2).target == "/3");
}

BOOST_AUTO_TEST_CASE(answers_at_once_after_a_late_open_resume_every_waiter) {
  host.calls.open_later = true;
  scripted_reply fast;
  fast.later = false;
  host.calls.replies = {fast, fast, fast};
  BOOST_TEST(run(&sending_user::at_once) == VL_OK);
  BOOST_TEST(seen == 3);
}

BOOST_AUTO_TEST_CASE(a_session_that_does_not_open_fails_all_who_wait_for_it) {
  for (const bool later : {false, true}) {
    host.user.failures.clear();
    host.calls.open_later = later;
    host.calls.open_status = VL_E_UNSUPPORTED;
    BOOST_TEST(run(&sending_user::at_once) == VL_E_UNSUPPORTED);
    BOOST_TEST(reason() == "GET /1: no http session: not supported");
    BOOST_TEST(host.calls.seen.empty());
  }
}

BOOST_AUTO_TEST_CASE(wrong_input_is_refused_before_anything_is_sent) {
  BOOST_TEST(run(&sending_user::bad_header) == VL_E_INVALID);
  BOOST_TEST(reason() == "header \"a\" holds a line break");
  BOOST_TEST(run(&sending_user::bad_name) == VL_E_INVALID);
  BOOST_TEST(reason() == "not a header name: \"a b\"");
  BOOST_TEST(run(&sending_user::bad_target) == VL_E_INVALID);
  BOOST_TEST(run(&sending_user::bad_timeout) == VL_E_INVALID);
  BOOST_TEST(reason() == "timeout must be above 0 s, is 0.0 s");
  BOOST_TEST(run(&sending_user::bad_user) == VL_E_INVALID);
  BOOST_TEST(run(&sending_user::bad_digest_user) == VL_E_INVALID);
  BOOST_TEST(host.calls.seen.empty());
}

BOOST_AUTO_TEST_SUITE_END()
