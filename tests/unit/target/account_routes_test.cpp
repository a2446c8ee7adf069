#include "examples/target/routes.hpp"

#include "tests/unit/target/ask.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using namespace target;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(a_new_email_is_registered_and_shown_without_its_password) {
  const auto said = asker().tell("POST", "/auth/register",
                                 R"({"email":"a@b.c","password":"secret","name":"A","id":"mine"})");
  BOOST_TEST(said.status == 201);
  BOOST_CHECK(json::parse(said.body) == json::parse(R"({"id":"u-1","email":"a@b.c","name":"A"})"));
}

BOOST_AUTO_TEST_CASE(an_email_can_be_registered_once) {
  asker world;
  world.tell("POST", "/auth/register", R"({"email":"a@b.c"})");
  BOOST_TEST(world.tell("POST", "/auth/register", R"({"email":"a@b.c"})").status == 409);
}

BOOST_AUTO_TEST_CASE(registration_refuses_bad_input) {
  const std::string huge = R"({"email":"a@b.c","x":")" + std::string(20'000, 'x') + R"("})";
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("{"), std::string(R"({"email":5})"),
        std::string(R"({"email":"x"})"), huge}) {
    BOOST_TEST(asker().tell("POST", "/auth/register", body).status == 422);
  }
}

BOOST_AUTO_TEST_CASE(login_needs_a_registered_email_and_its_password) {
  asker world;
  BOOST_TEST(world.tell("POST", "/auth/login", R"({"email":"a@b.c"})").status == 401);
  world.tell("POST", "/auth/register", R"({"email":"a@b.c","password":"s"})");
  BOOST_TEST(world.tell("POST", "/auth/login", R"({"email":"a@b.c"})").status == 401);
  const auto said = world.tell("POST", "/auth/login", R"({"email":"a@b.c","password":"s"})");
  BOOST_TEST(said.status == 200);
  const auto token = json::parse(said.body);
  BOOST_CHECK(token.at("token_type") == "bearer");
  BOOST_CHECK(token.at("expires_in") == 3600);
  const auto bearer = "Bearer " + std::string(token.at("access_token").as_string());
  BOOST_TEST(world.tell("GET", "/auth/me", "", {{"authorization", bearer}}).status == 200);
}

BOOST_AUTO_TEST_CASE(checkout_and_me_need_a_token) {
  asker world;
  const auto bearer = world.sign_in("a@b.c");
  for (const auto* path : {"/checkout", "/auth/me"}) {
    BOOST_TEST(world.tell("GET", path).status == 401, path);
    BOOST_TEST(world.tell("GET", path, "", {{"authorization", "Bearer no"}}).status == 401, path);
    BOOST_TEST(world.tell("GET", path, "", {{"authorization", bearer}}).status == 200, path);
  }
}

BOOST_AUTO_TEST_CASE(a_user_that_leaves_takes_objects_and_token_along) {
  asker world;
  const auto bearer = world.sign_in("a@b.c");
  world.tell("POST", "/objects", "{}", {{"authorization", bearer}});
  BOOST_TEST(world.tell("DELETE", "/auth/me", "", {{"authorization", bearer}}).status == 204);
  BOOST_TEST(world.tell("GET", "/auth/me", "", {{"authorization", bearer}}).status == 401);
  BOOST_TEST(world.state.things.count("u-1") == 0);
  BOOST_TEST(world.state.users.size() == 0);
}
