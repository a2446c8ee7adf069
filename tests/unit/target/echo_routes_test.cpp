#include "examples/target/routes.hpp"

#include "tests/unit/target/ask.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace target;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(get_echoes_arguments_headers_origin_and_url) {
  const auto said = asker().tell("GET", "/get?a=1&a=2&b=%20x", "",
                                 {{"host", "here:80"}, {"x-many", "1"}, {"X-Many", "2"}});
  const auto wanted = json::parse(R"({"args": {"a": ["1", "2"], "b": " x"},
    "headers": {"Host": "here:80", "X-Many": "1,2"},
    "origin": "127.0.0.1", "url": "http://here:80/get?a=1&a=2&b=%20x"})");
  BOOST_CHECK(json::parse(said.body) == wanted);
}

BOOST_AUTO_TEST_CASE(post_shows_a_json_body_as_data_and_as_json) {
  const auto said = json::parse(asker().tell("POST", "/post", R"({"q":[1]})").body);
  BOOST_CHECK(said.at("data") == R"({"q":[1]})");
  BOOST_CHECK(said.at("json") == json::parse(R"({"q":[1]})"));
}

BOOST_AUTO_TEST_CASE(post_shows_a_form_as_form_and_not_as_data) {
  const auto said = json::parse(asker()
                                    .tell("POST", "/post", "x=1&y=a+b",
                                          {{"Content-Type", "application/x-www-form-urlencoded"}})
                                    .body);
  BOOST_CHECK(said.at("data") == "");
  BOOST_CHECK(said.at("json").is_null());
  BOOST_CHECK(said.at("form") == json::parse(R"({"x":"1","y":"a b"})"));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_json_gives_null) {
  const auto said = json::parse(asker().tell("PUT", "/put", "{broken").body);
  BOOST_CHECK(said.at("json").is_null());
  BOOST_CHECK(said.at("data") == "{broken");
}

BOOST_AUTO_TEST_CASE(anything_tells_the_method) {
  const auto said = json::parse(asker().tell("DELETE", "/anything/a").body);
  BOOST_CHECK(said.at("method") == "DELETE");
}

BOOST_AUTO_TEST_CASE(two_uuids_differ_and_have_36_characters) {
  asker world;
  const auto one = json::parse(world.tell("GET", "/uuid").body).at("uuid").as_string();
  const auto two = json::parse(world.tell("GET", "/uuid").body).at("uuid").as_string();
  BOOST_TEST(one.size() == 36);
  BOOST_CHECK(one != two);
}

BOOST_AUTO_TEST_CASE(the_sample_document_is_json) {
  const auto said = json::parse(asker().tell("GET", "/json").body);
  BOOST_CHECK(said.at("slideshow").at("author") == "Yours Truly");
}

BOOST_AUTO_TEST_CASE(metrics_count_sums_what_was_counted) {
  asker world;
  world.state.counts.add(0, "/get");
  world.state.counts.add(0, "/get");
  const auto said = json::parse(world.tell("GET", "/metrics-count").body);
  BOOST_CHECK(said == json::parse(R"({"paths":{"/get":2},"total":2})"));
}
