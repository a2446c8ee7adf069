#include "plugins/http/oauth2.hpp"

#include "tests/unit/http/random_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload::http_plugin;

namespace {

constexpr wall_seconds now = 1'700'000'000;

oauth2_settings client() {
  oauth2_settings s;
  s.token_url = "https://id.test/token";
  s.client_id = "shop:1";
  s.client_secret = "s3 cret";
  s.scope = "read write";
  return s;
}

std::string header(const oauth2_tokens& tokens) {
  std::string out;
  tokens.authorize(out);
  return out;
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(token_step)

BOOST_AUTO_TEST_CASE(the_client_names_itself_in_the_header) {
  const oauth2_settings settings = client();
  const oauth2_tokens tokens(settings);
  token_request request;
  tokens.write_request(request, now);
  BOOST_TEST(request.body == "grant_type=client_credentials&scope=read+write");
  BOOST_TEST(request.authorization == "Basic c2hvcCUzQTE6czMlMjBjcmV0");  // shop%3A1:s3%20cret
}

BOOST_AUTO_TEST_CASE(the_client_names_itself_in_the_form) {
  oauth2_settings settings = client();
  settings.authentication = client_authentication::post;
  settings.parameters = {{"audience", "https://api/&x"}};
  const oauth2_tokens tokens(settings);
  token_request request;
  tokens.write_request(request, now);
  BOOST_TEST(request.body ==
             "grant_type=client_credentials&scope=read+write&audience=https%3A%2F%2Fapi%2F%26x&"
             "client_id=shop%3A1&client_secret=s3+cret");
  BOOST_TEST(request.authorization == "");
}

BOOST_AUTO_TEST_CASE(a_public_client_sends_its_id_and_the_users_password) {
  oauth2_settings settings = client();
  settings.client_secret.clear();
  settings.scope.clear();
  settings.grant = oauth2_grant::password;
  settings.user_name = "ann@x";
  settings.password = "p&w";
  const oauth2_tokens tokens(settings);
  token_request request;
  tokens.write_request(request, now);
  BOOST_TEST(request.body ==
             "grant_type=password&username=ann%40x&password=p%26w&client_id=shop%3A1");
  BOOST_TEST(request.authorization == "");
}

BOOST_AUTO_TEST_CASE(a_token_is_used_until_its_margin) {
  const oauth2_settings settings = client();
  oauth2_tokens tokens(settings);
  std::string why;
  BOOST_TEST(tokens.step(now) == token_step::fetch);
  BOOST_TEST(tokens.take_answer(
      200, R"({"access_token":"abc","token_type":"BEARER","expires_in":600})", now, why));
  BOOST_TEST(header(tokens) == "Bearer abc");
  BOOST_TEST(tokens.step(now + 569) == token_step::usable);
  BOOST_TEST(tokens.step(now + 570) == token_step::fetch);
  tokens.reject();
  BOOST_TEST(tokens.step(now) == token_step::fetch);
}

BOOST_AUTO_TEST_CASE(lives_come_in_many_forms) {
  const oauth2_settings settings = client();
  const auto last_second = [&](const char* life) {
    oauth2_tokens tokens(settings);
    std::string why;
    BOOST_REQUIRE(tokens.take_answer(
        200, std::string(R"({"access_token":"a","expires_in":)") + life + "}", 0, why));
    wall_seconds at = 0;
    for (wall_seconds step = 1ll << 40; step > 0; step /= 2) {
      if (tokens.step(at + step) == token_step::usable) at += step;
    }
    return at + 1;
  };
  BOOST_TEST(last_second("\"100\"") == 70);
  BOOST_TEST(last_second("100.9") == 70);
  BOOST_TEST(last_second("40") == 20);  // half of a life that the margin would eat
  BOOST_TEST(last_second("null") == 3570);
  BOOST_TEST(last_second("-5") == 3570);
  BOOST_TEST(last_second("1e300") == 10ll * 365 * 86400 - 30);
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_used_kept_and_replaced) {
  const oauth2_settings settings = client();
  oauth2_tokens tokens(settings);
  std::string why;
  BOOST_REQUIRE(tokens.take_answer(
      200, R"({"access_token":"a","expires_in":60,"refresh_token":"r 1"})", now, why));
  BOOST_TEST(tokens.step(now + 60) == token_step::refresh);
  token_request request;
  tokens.write_request(request, now + 60);
  BOOST_TEST(request.body == "grant_type=refresh_token&refresh_token=r+1&scope=read+write");
  BOOST_REQUIRE(tokens.take_answer(200, R"({"access_token":"b","expires_in":60})", now + 60, why));
  BOOST_TEST(tokens.step(now + 120) == token_step::refresh);
  BOOST_TEST(!tokens.take_answer(400, R"({"error":"invalid_grant"})", now + 120, why));
  BOOST_TEST(why == "the token endpoint answered 400: invalid_grant");
  BOOST_TEST(tokens.step(now + 120) == token_step::fetch);
}

BOOST_AUTO_TEST_CASE(refusals_are_told_without_secrets) {
  const oauth2_settings settings = client();
  oauth2_tokens tokens(settings);
  std::string why;
  BOOST_TEST(!tokens.take_answer(
      401, R"({"error":"invalid_client","error_description":"bad\nsecret s3 cret for shop"})", now,
      why));
  BOOST_TEST(why == "the token endpoint answered 401: invalid_client: bad secret *** for shop");
  BOOST_TEST(!tokens.take_answer(502, "<html>s3 cret</html>", now, why));
  BOOST_TEST(why == "the token endpoint answered 502");
  BOOST_TEST(!tokens.take_answer(200, "{\"access_token\":\"abc", now, why));
  BOOST_TEST(why == "the token endpoint's answer is no JSON");
  BOOST_TEST(!tokens.take_answer(200, R"({"access_token":"a\r\nx: y"})", now, why));
  BOOST_TEST(why == "the token endpoint's answer has no usable access_token");
  BOOST_TEST(!tokens.take_answer(200, R"({"access_token":"abc","token_type":"mac"})", now, why));
  BOOST_TEST(why == "the token endpoint gave a token of type \"mac\", expected bearer");
  BOOST_TEST(!tokens.take_answer(200, R"({"error":"slow_down"})", now, why));
  BOOST_TEST(why == "the token endpoint answered 200: slow_down");
  BOOST_TEST(!tokens.take_answer(200, "[]", now, why));
  BOOST_TEST(tokens.step(now) == token_step::fetch);
}

BOOST_AUTO_TEST_CASE(random_answers_never_tell_the_secret_or_break_the_header) {
  constexpr std::uint64_t seed = 6749;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  const oauth2_settings settings = client();
  oauth2_tokens tokens(settings);
  int good = 0;
  for (int i = 0; i < 50'000 && time.left(); ++i) {
    std::string why;
    const std::string body = dice.broken(
        R"({"access_token":"abc","error":"x","error_description":"s3 cret s3 cret","expires_in":"9"})");
    if (tokens.take_answer(dice.below(2) == 0 ? 200 : 400, body, now, why)) {
      ++good;
      BOOST_REQUIRE(header(tokens).find_first_of(std::string_view("\r\n\0", 3)) ==
                    std::string::npos);
    } else {
      BOOST_REQUIRE(why.find("s3 cret") == std::string::npos);
      BOOST_REQUIRE(why.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    }
  }
  BOOST_TEST(good > 0);
}
