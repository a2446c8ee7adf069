#include "examples/target/routes.hpp"

#include "tests/unit/target/ask.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace target;
namespace json = boost::json;

namespace {

std::string header_of(const message& said, std::string_view name) {
  for (const auto& [found, value] : said.headers) {
    if (found == name) return value;
  }
  return {};
}

std::string all_bytes(const script& play) {
  std::string out;
  for (const auto& part : play.steps) {
    for (unsigned i = 0; i < part.times; ++i)
      out += part.bytes;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(status_answers_with_the_code_that_was_asked_for) {
  for (const unsigned code : {200u, 204u, 404u, 418u, 503u, 599u}) {
    BOOST_TEST(asker().tell("GET", "/status/" + std::to_string(code)).status == code);
  }
  BOOST_TEST(header_of(asker().tell("GET", "/status/302"), "Location") == "/redirect/1");
}

BOOST_AUTO_TEST_CASE(status_refuses_what_is_no_final_code) {
  for (const auto* text : {"100", "600", "abc", "200:x", ",200"}) {
    BOOST_TEST(asker().tell("GET", std::string("/status/") + text).status == 400, text);
  }
}

BOOST_AUTO_TEST_CASE(status_draws_from_a_list_by_weight) {
  for (int i = 0; i < 50; ++i) {
    BOOST_TEST(asker().tell("GET", "/status/200:0,503:1").status == 503u);
  }
}

BOOST_AUTO_TEST_CASE(delay_waits_as_long_as_asked_and_30_seconds_at_most) {
  BOOST_TEST(asker().tell("GET", "/delay/0.25").wait.count() == 250);
  for (const auto* text : {"30.1", "-1", "nan", "inf", "x"}) {
    BOOST_TEST(asker().tell("GET", std::string("/delay/") + text).status == 400, text);
  }
}

BOOST_AUTO_TEST_CASE(bytes_gives_as_many_as_asked_and_the_same_for_a_seed) {
  asker world;
  BOOST_TEST(world.tell("GET", "/bytes/0").body.empty());
  const auto first = world.tell("GET", "/bytes/100?seed=7").body;
  BOOST_TEST(first.size() == 100);
  BOOST_TEST((first == world.tell("GET", "/bytes/100?seed=7").body));
  BOOST_TEST((first != world.tell("GET", "/bytes/100?seed=8").body));
  BOOST_TEST(world.tell("GET", "/bytes/10485761").status == 400);
}

BOOST_AUTO_TEST_CASE(stream_sends_each_line_as_a_chunk_and_ends_with_the_empty_one) {
  const auto play = std::get<script>(asker().ask("GET", "/stream/2"));
  BOOST_TEST(play.steps.size() == 4);
  BOOST_TEST((play.end == ending::keep));
  const auto bytes = all_bytes(play);
  BOOST_TEST(bytes.starts_with("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(bytes.ends_with("}\n\r\n0\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(stream_bytes_never_needs_more_than_a_thousand_chunks) {
  const auto play = std::get<script>(asker().ask("GET", "/stream-bytes/1000000?chunk_size=1"));
  BOOST_TEST(play.steps.size() == 1002);
}

BOOST_AUTO_TEST_CASE(drip_spreads_exactly_the_announced_bytes_over_the_duration) {
  const auto play = std::get<script>(asker().ask("GET", "/drip?numbytes=2500&duration=2"));
  const auto bytes = all_bytes(play);
  BOOST_TEST(bytes.find("Content-Length: 2500\r\n") != std::string::npos);
  BOOST_TEST(std::count(bytes.begin(), bytes.end(), '*') == 2500);
  std::chrono::milliseconds pauses{0};
  for (const auto& part : play.steps)
    pauses += part.pause * part.times;
  BOOST_TEST(pauses.count() == 2000);
}

BOOST_AUTO_TEST_CASE(drip_refuses_more_than_30_seconds_and_no_bytes) {
  for (const auto* query : {"duration=31", "duration=20&delay=11", "numbytes=0", "code=1"}) {
    BOOST_TEST(asker().tell("GET", std::string("/drip?") + query).status == 400, query);
  }
}

BOOST_AUTO_TEST_CASE(redirect_counts_down_to_get) {
  BOOST_TEST(header_of(asker().tell("GET", "/redirect/3"), "Location") == "/redirect/2");
  BOOST_TEST(header_of(asker().tell("GET", "/redirect/1"), "Location") == "/get");
  BOOST_TEST(asker().tell("GET", "/redirect/0").status == 400);
}

BOOST_AUTO_TEST_CASE(cookies_are_set_and_shown) {
  const auto set = asker().tell("GET", "/cookies/set?a=1");
  BOOST_TEST(header_of(set, "Set-Cookie") == "a=1; Path=/");
  BOOST_TEST(header_of(set, "Location") == "/cookies");
  const auto shown = asker().tell("GET", "/cookies", "", {{"Cookie", "a=1; b=2; broken"}});
  BOOST_CHECK(json::parse(shown.body) == json::parse(R"({"cookies":{"a":"1","b":"2"}})"));
}

BOOST_AUTO_TEST_CASE(no_query_can_smuggle_a_line_break_into_a_header) {
  BOOST_TEST(asker().tell("GET", "/cookies/set?a=%0d%0aX:1").status == 400);
  BOOST_TEST(asker().tell("GET", "/response-headers?a=%0d%0aX:1").status == 400);
  BOOST_TEST(asker().tell("GET", "/response-headers?Content-Length=5").status == 400);
}

BOOST_AUTO_TEST_CASE(basic_auth_compares_user_and_password) {
  // "me:pw" and "me:no" in base64.
  BOOST_TEST(
      asker().tell("GET", "/basic-auth/me/pw", "", {{"authorization", "Basic bWU6cHc="}}).status ==
      200);
  BOOST_TEST(
      asker().tell("GET", "/basic-auth/me/pw", "", {{"authorization", "Basic bWU6bm8="}}).status ==
      401);
  BOOST_TEST(asker().tell("GET", "/basic-auth/me/pw").status == 401);
}

BOOST_AUTO_TEST_CASE(bearer_takes_any_token) {
  BOOST_TEST(asker().tell("GET", "/bearer", "", {{"authorization", "Bearer t"}}).status == 200);
  BOOST_TEST(asker().tell("GET", "/bearer").status == 401);
}

BOOST_AUTO_TEST_CASE(response_headers_are_those_of_the_query) {
  const auto said = asker().tell("GET", "/response-headers?X-A=1&Content-Type=text/plain");
  BOOST_TEST(header_of(said, "X-A") == "1");
  BOOST_TEST(said.content_type == "text/plain");
}
