#include "plugins/http/typed_table.hpp"

#include "tests/unit/http/scene.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;
using namespace std::string_view_literals;

namespace {

struct visitor : scene {
  using scene::scene;

  vl_status set(std::string_view target, std::string_view cookie) {
    reason = new_error();
    return typed_table.cookie_set(user.get(), to_str(target), to_str(cookie), &reason);
  }
  std::string sent_to(std::string_view target) {
    std::string out = "(nothing)";
    const vl_sink sink{&out, [](void* to, vl_cbuf bytes) noexcept -> vl_status {
                         *static_cast<std::string*>(to) = to_view(bytes);
                         return VL_OK;
                       }};
    BOOST_TEST(typed_table.cookies(user.get(), to_str(target), &sink) == VL_OK);
    return out;
  }
  vl_error reason = new_error();
};

}  // namespace

BOOST_AUTO_TEST_CASE(cookies_of_an_answer_come_back_with_the_next_request) {
  visitor s;
  s.answer_with(
      "HTTP/1.1 200 OK\r\nset-cookie: id=7; Path=/api\r\nSet-Cookie: b=2; Path=/\r\n"
      "Content-Length: 0\r\n\r\n");
  pending_call c;
  s.perform(c, "GET", "/login");
  BOOST_TEST(s.host.stream(0).received.find("Cookie") == std::string::npos);
  s.perform(c, "GET", "/cart?x");
  BOOST_TEST(s.host.stream(0).received.find("\r\nCookie: id=7; b=2\r\n") != std::string::npos);
  BOOST_TEST(s.sent_to("/cart") == "id=7; b=2");
  BOOST_TEST(s.sent_to("http://sut:8080/") == "b=2");
  BOOST_TEST(s.sent_to("http://other:8080/api") == "(nothing)");
  typed_table.cookies_clear(s.user.get());
  BOOST_TEST(s.sent_to("/cart") == "(nothing)");
}

BOOST_AUTO_TEST_CASE(a_redirect_carries_the_cookie_it_sets) {
  visitor s;
  int answers = 0;
  s.host.on_bytes = [&](fake_stream& stream) {
    while (stream.answered < count_requests(stream.received)) {
      ++stream.answered;
      stream.send(answers++ == 0 ? "HTTP/1.1 302 Found\r\nLocation: /api/home\r\nSet-Cookie: "
                                   "id=7\r\nContent-Length: 0\r\n\r\n"
                                 : ok_answer);
    }
  };
  pending_call c;
  s.perform(c, "GET", "/login");
  BOOST_TEST(c.reply.code == 200);
  BOOST_TEST(s.host.stream(0).received.ends_with("Cookie: id=7\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(without_cookies_only_those_of_the_scenario_are_sent) {
  settings chosen = scene_settings();
  chosen.cookies = false;
  visitor s(chosen);
  s.answer_with("HTTP/1.1 200 OK\r\nSet-Cookie: id=7\r\nContent-Length: 0\r\n\r\n");
  pending_call c;
  s.perform(c, "GET", "/a");
  BOOST_TEST(s.sent_to("/a") == "(nothing)");
  BOOST_TEST(s.set("/a", "mine=1") == VL_OK);
  s.perform(c, "GET", "/a");
  BOOST_TEST(s.host.stream(0).received.find("Cookie: mine=1\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_cookie_header_of_the_scenario_goes_before_the_jar) {
  visitor s;
  s.answer_with(ok_answer);
  BOOST_TEST(s.set("/", "jar=1; Path=/") == VL_OK);
  pending_call c;
  const vl_kv header{to_str("cookie"), to_str("own=1")};
  c.call.headers = &header;
  c.call.n_headers = 1;
  s.perform(c, "GET", "/a");
  BOOST_TEST(s.host.stream(0).received.find("own=1") != std::string::npos);
  BOOST_TEST(s.host.stream(0).received.find("jar=1") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_cookie_cannot_start_a_line_of_its_own) {
  visitor s;
  for (const std::string_view evil :
       {"a=b\r\nX: y"sv, "a=b\nX: y"sv, "a\r\n=b"sv, "a=b\0c"sv, "a=b\r\n folded"sv, "a=b\x7f"sv}) {
    BOOST_TEST(s.set("/", evil) == VL_E_INVALID);
    BOOST_TEST(message_of(s.reason).starts_with("cookie refused: "));
  }
  BOOST_TEST(s.sent_to("/") == "(nothing)");
  BOOST_TEST(s.set("/\r\nX: y", "a=b") == VL_E_INVALID);
  BOOST_TEST(s.set("ftp://h/", "a=b") == VL_E_INVALID);
  BOOST_TEST(s.set("http://sut:8080/", "a=b; Domain=elsewhere.example") == VL_E_INVALID);
}

BOOST_AUTO_TEST_CASE(a_new_visit_opens_a_new_connection) {
  visitor s;
  s.answer_with(ok_answer);
  pending_call c;
  s.perform(c, "GET", "/a");
  typed_table.close_idle(s.user.get());
  BOOST_TEST(s.host.open_streams() == 0u);
  BOOST_TEST(s.user->connections() == 0u);
  s.perform(c, "GET", "/a");
  BOOST_TEST(s.host.streams() == 2u);
  BOOST_TEST((c.reply.flags & VL_REPLY_REUSED) == 0u);
}

BOOST_AUTO_TEST_CASE(a_new_visit_leaves_calls_in_flight_alone) {
  visitor s;
  s.answer_with(ok_answer);
  pending_call idle, busy;
  s.perform(idle, "GET", "/a");
  s.start(busy, "GET", "/b");
  typed_table.close_idle(s.user.get());
  s.host.settle();
  BOOST_TEST(busy.reply.code == 200);
  BOOST_TEST(s.host.open_streams() == 1u);
}
