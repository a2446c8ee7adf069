// Users of the end-to-end tests that press: many connections held at once, bodies that nobody
// takes, and lists of addresses.
#include <veriload/scenario.hpp>

#include <cstdlib>
#include <sstream>
#include <string>

namespace {

std::string told(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

// Two calls on one connection, with HOLD seconds in between.
class holder : public veriload::user {
 public:
  veriload::task<> hold() {
    auto first = co_await http().get("/").name("GET first");
    first.raise_for_status();
    static const double seconds = std::atof(told("HOLD").c_str());
    co_await sleep(seconds);
    auto second = co_await http().get("/").name("GET second");
    second.raise_for_status();
  }
};

// More than any socket buffer takes.
class sender : public veriload::user {
 public:
  veriload::task<> send() {
    static const std::string body(16 << 20, 'x');
    auto reply = co_await http().post("/sink").name("POST /sink").body(body);
    check(reply.ok(), "answered well");
  }
};

// Every URL in URLS once, each under its own name.
class wanderer : public veriload::user {
 public:
  veriload::task<> wander() {
    std::istringstream urls(told("URLS"));
    for (std::string url; urls >> url;) {
      try {
        auto page = co_await http().get(url).name(url);
        check(page.ok(), url);
      } catch (const veriload::error&) {
        check(false, url);  // no URL at all
      }
    }
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<holder>("Holder").task("hold", &holder::hold);
  s.user<sender>("Sender").task("send", &sender::send);
  s.user<wanderer>("Wanderer").task("wander", &wanderer::wander);
}
