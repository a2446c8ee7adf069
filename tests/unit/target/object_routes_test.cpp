#include "examples/target/routes.hpp"

#include "tests/unit/target/ask.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace target;
namespace json = boost::json;

namespace {

struct two_users : asker {
  std::string ann = sign_in("ann@b.c");
  std::string bob = sign_in("bob@b.c");

  message as(const std::string& who, std::string_view method, std::string_view path,
             std::string_view body = {}) {
    return tell(method, path, body, {{"authorization", who}});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(an_object_is_created_read_and_removed_by_its_owner, two_users) {
  const auto made = as(ann, "POST", "/objects", R"({"a":1,"id":"mine","owner":"me"})");
  BOOST_TEST(made.status == 201);
  BOOST_CHECK(json::parse(made.body) == json::parse(R"({"id":"o-1","owner":"u-1","a":1})"));
  BOOST_TEST(as(ann, "GET", "/objects/o-1").body == made.body);
  BOOST_TEST(as(ann, "DELETE", "/objects/o-1").status == 204);
  BOOST_TEST(as(ann, "GET", "/objects/o-1").status == 404);
}

BOOST_FIXTURE_TEST_CASE(another_users_object_cannot_be_touched, two_users) {
  as(ann, "POST", "/objects", R"({"a":1})");
  for (const auto* method : {"GET", "PUT", "PATCH", "DELETE"}) {
    BOOST_TEST(as(bob, method, "/objects/o-1", "{}").status == 403, method);
  }
  BOOST_TEST(as(ann, "GET", "/objects/o-1").status == 200);
}

BOOST_FIXTURE_TEST_CASE(every_object_route_needs_a_token, two_users) {
  for (const auto* method : {"GET", "PUT", "PATCH", "DELETE"}) {
    BOOST_TEST(tell(method, "/objects/o-1", "{}").status == 401, method);
  }
  BOOST_TEST(tell("POST", "/objects", "{}").status == 401);
  BOOST_TEST(tell("GET", "/objects").status == 401);
}

BOOST_FIXTURE_TEST_CASE(put_replaces_and_patch_merges, two_users) {
  as(ann, "POST", "/objects", R"({"a":1,"b":2})");
  const auto merged = as(ann, "PATCH", "/objects/o-1", R"({"a":null,"c":3})");
  BOOST_CHECK(json::parse(merged.body) == json::parse(R"({"id":"o-1","owner":"u-1","b":2,"c":3})"));
  const auto replaced = as(ann, "PUT", "/objects/o-1", R"({"d":4})");
  BOOST_CHECK(json::parse(replaced.body) == json::parse(R"({"id":"o-1","owner":"u-1","d":4})"));
}

BOOST_FIXTURE_TEST_CASE(a_list_shows_own_objects_page_by_page, two_users) {
  for (int i = 0; i < 5; ++i)
    as(ann, "POST", "/objects", "{}");
  as(bob, "POST", "/objects", "{}");
  const auto page = json::parse(as(ann, "GET", "/objects?limit=2&offset=3").body);
  BOOST_CHECK(page.at("total") == 5);
  BOOST_REQUIRE(page.at("objects").as_array().size() == 2);
  BOOST_CHECK(page.at("objects").at(0).at("id") == "o-4");
  BOOST_TEST(as(ann, "GET", "/objects?limit=x").status == 400);
}

BOOST_FIXTURE_TEST_CASE(a_body_that_is_no_object_is_refused, two_users) {
  BOOST_TEST(as(ann, "POST", "/objects", "[1]").status == 422);
  as(ann, "POST", "/objects", "{}");
  BOOST_TEST(as(ann, "PUT", "/objects/o-1", "").status == 422);
}
