// Users of test_tokens.py: calls to an API that takes access tokens.
#include <veriload/scenario.hpp>

#include <cstdlib>
#include <string>

namespace {

using namespace veriload;

std::string told(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "unset";
}

class visitor : public user {
 public:
  task<> member() {
    auto reply = co_await http().get("/api/me").name("GET /api/me");
    check(reply.status() == 200, "the token is taken");
  }

  // Goes on for longer than a token lives.
  task<> patient() {
    auto reply = co_await http().get("/api/me").name("GET /api/me");
    check(reply.status() == 200, "the token is taken");
    co_await sleep(0.2);
  }

  task<> revoked() {
    auto before = co_await http().get("/api/me").name("before");
    check(before.status() == 200, "the token is taken");
    auto all = co_await http().post("/revoke_all").name("revoke");
    check(all.json().at("revoked").as_int() > 0, "tokens are revoked");
    auto after = co_await http().post("/api/post").body("said again").name("after");
    check(after.status() == 200, "a new token is taken");
    check(after.json().at("body").as_string() == "said again", "the body is sent again");
  }

  task<> leaver() {
    auto reply = co_await http().get("/api/leave").query("to", told("ELSEWHERE")).name("leave");
    check(reply.redirects() == 1, "the redirect is followed");
    check(reply.text() == "none", "the token stays behind");
    auto other = co_await http().get(told("ELSEWHERE")).name("elsewhere");
    check(other.text() == "none", "another origin gets no token");
  }

  task<> own() {
    auto reply = co_await http().get("/open").bearer("mine").name("own");
    check(reply.text() == "Bearer mine", "the request's own token is sent");
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<visitor>("Member").task("member", &visitor::member);
  s.user<visitor>("Patient").task("patient", &visitor::patient);
  s.user<visitor>("Revoked").task("revoked", &visitor::revoked);
  s.user<visitor>("Leaver").task("leaver", &visitor::leaver);
  s.user<visitor>("Own").task("own", &visitor::own);
}
