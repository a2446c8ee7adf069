#include "plugins/http/digest.hpp"

#include "tests/unit/http/random_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace veriload::http_plugin;

namespace {

const digest_credentials mufasa{"Mufasa", "Circle of Life"};
constexpr std::string_view rfc_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
const std::string rfc_rest =
    "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

digest_verdict ask(digest_login& login, std::vector<std::string_view> fields,
                   const digest_credentials& who = mufasa,
                   std::string_view client_nonce = rfc_nonce) {
  return login.challenge(fields, who, client_nonce);
}

std::string answer(digest_login& login, std::string_view method = "GET",
                   std::string_view target = "/dir/index.html") {
  std::string out;
  login.authorize(out, method, target);
  return out;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(digest_verdict)

BOOST_AUTO_TEST_CASE(md5_gives_the_answer_of_the_rfc) {
  digest_login login;
  BOOST_REQUIRE(ask(login, {"Digest " + rfc_rest + ", algorithm=MD5"}) == digest_verdict::ready);
  BOOST_TEST(answer(login) ==
             "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
             "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", "
             "response=\"8ca523f5e9506fed4657c9700eebdbec\", algorithm=MD5, "
             "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, nc=00000001, "
             "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"");
}

BOOST_AUTO_TEST_CASE(the_strongest_of_several_challenges_is_answered) {
  const std::string sha256 = "Digest " + rfc_rest + ", algorithm=SHA-256";
  const std::string md5 = "Digest " + rfc_rest + ", algorithm=MD5";
  for (const std::vector<std::string_view>& fields :
       {std::vector<std::string_view>{sha256, md5}, std::vector<std::string_view>{md5, sha256}}) {
    digest_login login;
    BOOST_REQUIRE(ask(login, fields) == digest_verdict::ready);
    BOOST_TEST(
        holds(answer(login),
              "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", "
              "algorithm=SHA-256,"));
  }
  digest_login login;
  const std::string one_field = "Basic realm=\"x\", " + md5 + ", " + sha256 + ", Negotiate";
  BOOST_REQUIRE(ask(login, {one_field}) == digest_verdict::ready);
  BOOST_TEST(holds(answer(login), "algorithm=SHA-256,"));
}

// The example of RFC 7616 3.9.2 with the values of its erratum 4897.
BOOST_AUTO_TEST_CASE(sha_512_256_with_a_hashed_user_name) {
  digest_login login;
  const std::string field =
      "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, "
      "nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
      "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true";
  BOOST_REQUIRE(ask(login, {field}, {"J\u00e4s\u00f8n Doe", "Secret, or not?"},
                    "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v") == digest_verdict::ready);
  const std::string text = answer(login, "GET", "/doe.json");
  BOOST_TEST(
      holds(text, "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\""));
  BOOST_TEST(
      holds(text, "response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\""));
  BOOST_TEST(holds(text, ", userhash=true"));
}

// RFC 2617 3.5 and, without qop, what RFC 2069 computes from the same values.
BOOST_AUTO_TEST_CASE(old_servers_are_answered_in_their_way) {
  const digest_credentials who{"Mufasa", "Circle Of Life"};
  const std::string rest =
      "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";
  digest_login login;
  BOOST_REQUIRE(ask(login, {rest + ", qop=auth"}, who, "0a4f113b") == digest_verdict::ready);
  BOOST_TEST(holds(answer(login), "response=\"6629fae49393a05397450978507c4ef1\", qop=auth"));
  BOOST_REQUIRE(ask(login, {rest}, who, "0a4f113b") == digest_verdict::ready);
  const std::string text = answer(login);
  BOOST_TEST(holds(text, "response=\"670fd8c2df070c60b045671b8b24ff02\""));
  BOOST_TEST(!holds(text, "qop"));
  BOOST_TEST(!holds(text, "cnonce"));
  BOOST_TEST(!holds(text, "algorithm"));
}

BOOST_AUTO_TEST_CASE(a_session_variant_mixes_the_nonces_in_once) {
  const digest_credentials who{"Mufasa", "Circle Of Life"};
  digest_login login;
  BOOST_REQUIRE(ask(login,
                    {"Digest realm=\"testrealm@host.com\", qop=\"auth\", algorithm=MD5-sess, "
                     "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""},
                    who, "0a4f113b") == digest_verdict::ready);
  const std::string text = answer(login);
  // Computed with another implementation of MD5.
  BOOST_TEST(holds(text, "response=\"8e3825c57e897f5a0dec6c2d4e5059d0\", algorithm=MD5-sess,"));
}

BOOST_AUTO_TEST_CASE(the_nonce_is_used_again_with_a_growing_count) {
  digest_login login;
  BOOST_REQUIRE(ask(login, {"Digest " + rfc_rest}) == digest_verdict::ready);
  const std::string first = answer(login), second = answer(login);
  BOOST_TEST(holds(first, "nc=00000001"));
  BOOST_TEST(holds(second, "nc=00000002"));
  BOOST_TEST(first.substr(first.find("response")).substr(0, 42) !=
             second.substr(second.find("response")).substr(0, 42));
  login.take_info("qop=auth, rspauth=\"x\", nextnonce=\"fresh\"");
  const std::string third = answer(login);
  BOOST_TEST(holds(third, "nonce=\"fresh\""));
  BOOST_TEST(holds(third, "nc=00000001"));
}

BOOST_AUTO_TEST_CASE(a_stale_nonce_is_told_from_a_wrong_password) {
  digest_login login;
  BOOST_TEST(ask(login, {"Digest stale=TRUE, " + rfc_rest}) == digest_verdict::stale);
  BOOST_TEST(login.ready());
  BOOST_TEST(ask(login, {"Digest stale=false, " + rfc_rest}) == digest_verdict::ready);
}

BOOST_AUTO_TEST_CASE(challenges_that_cannot_be_answered) {
  digest_login login;
  BOOST_TEST(ask(login, {}) == digest_verdict::none);
  BOOST_TEST(ask(login, {"Basic realm=x", "Bearer"}) == digest_verdict::none);
  for (const char* field : {"Digest realm=x", "Digest realm=x, nonce=n, qop=\"auth-int\"",
                            "Digest realm=x, nonce=n, algorithm=SHA-1", "Digest realm=\"x, nonce=n",
                            "Digest nonce=n, realm=\"open"}) {
    BOOST_TEST_CONTEXT(field) {
      BOOST_TEST(ask(login, {field}) == digest_verdict::unsupported);
      BOOST_TEST(!login.ready());
    }
  }
}

BOOST_AUTO_TEST_CASE(names_with_quotes_and_beyond_ascii_are_written_safely) {
  digest_login login;
  ask(login, {"Digest realm=\"a\\\"b\", nonce=n, qop=auth"}, {"o\"x\\y", "p"});
  BOOST_TEST(answer(login).starts_with("Digest username=\"o\\\"x\\\\y\", realm=\"a\\\"b\","));
  ask(login, {"Digest realm=r, nonce=n, qop=auth"}, {"J\u00e4 s*\r\n", "p"});
  BOOST_TEST(answer(login).starts_with("Digest username*=UTF-8''J%C3%A4%20s%2A%0D%0A, realm"));
}

BOOST_AUTO_TEST_CASE(random_challenges_never_break_the_field) {
  constexpr std::uint64_t seed = 7616;
  BOOST_TEST_MESSAGE("seed " << seed);
  test::chance dice(seed);
  const test::one_second time;
  digest_login login;
  int ready = 0;
  for (int i = 0; i < 20'000 && time.left(); ++i) {
    const std::string field = dice.broken("Digest " + rfc_rest + ", algorithm=SHA-256-sess");
    const digest_verdict verdict = ask(login, {field});
    BOOST_REQUIRE((verdict == digest_verdict::ready) == login.ready());
    if (!login.ready()) continue;
    ++ready;
    BOOST_REQUIRE(answer(login).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  BOOST_TEST(ready > 0);
}
