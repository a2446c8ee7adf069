#include "examples/target/routes.hpp"

#include "tests/unit/target/ask.hpp"

#include <boost/test/unit_test.hpp>

using namespace target;

BOOST_AUTO_TEST_CASE(routes_answer_the_root_with_a_fixed_text) {
  const auto said = asker().tell("GET", "/");
  BOOST_TEST(said.status == 200);
  BOOST_TEST(said.body == "veriload-target\n");
}

BOOST_AUTO_TEST_CASE(routes_answer_404_to_a_path_that_no_pattern_fits) {
  for (const auto* path : {"/nothing", "/status", "/status/200/more", "/get/", "//get", "", "*"}) {
    BOOST_TEST(asker().tell("GET", path).status == 404, path);
  }
}

BOOST_AUTO_TEST_CASE(routes_answer_405_and_list_the_methods_of_all_rows_of_the_path) {
  const auto said = asker().tell("PUT", "/auth/me");
  BOOST_TEST(said.status == 405);
  BOOST_REQUIRE(said.headers.size() == 1);
  BOOST_TEST(said.headers[0].first == "Allow");
  BOOST_TEST(said.headers[0].second == "GET, HEAD, DELETE");
}

BOOST_AUTO_TEST_CASE(a_final_double_star_takes_any_number_of_segments) {
  for (const auto* path : {"/anything", "/anything/", "/anything/a/b?c=d"}) {
    BOOST_TEST(asker().tell("PATCH", path).status == 200, path);
  }
}

BOOST_AUTO_TEST_CASE(a_failure_says_why_as_json) {
  BOOST_TEST(failure(400, "not a \"number\"").body == R"({"error":"not a \"number\""})");
}

BOOST_AUTO_TEST_CASE(a_bearer_token_is_read_whatever_the_case_of_its_scheme) {
  request in;
  BOOST_TEST(bearer_token(in).empty());
  in.headers = {{"authorization", "bearer abc"}};
  BOOST_TEST(bearer_token(in) == "abc");
  in.headers = {{"Authorization", "Basic abc"}};
  BOOST_TEST(bearer_token(in).empty());
}
