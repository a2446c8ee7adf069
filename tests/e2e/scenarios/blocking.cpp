// Users of the end-to-end tests that block their loop: what every guide to asynchronous code warns
// of.
#include <veriload/scenario.hpp>

#include <unistd.h>

#include <atomic>

namespace {

// One of the users, whichever comes first.
bool is_first() {
  static std::atomic<bool> taken{false};
  return !taken.exchange(true);
}

volatile bool forever = true;

class visitor : public veriload::user {
 public:
  veriload::task<> visit() {
    auto page = co_await http().get("/get").name("GET /get");
    page.raise_for_status();
    co_await sleep(0.02);
  }
};

class napper : public visitor {
 public:
  veriload::task<> nap() {
    co_await visit();
    if (is_first()) ::usleep(2'000'000);
  }
};

class spinner : public visitor {
 public:
  veriload::task<> spin() {
    for (int i = 0; i < 10; ++i)
      co_await visit();
    if (++spins_ < 6 || !is_first()) co_return;  // more than a second after the start
    while (forever) {
    }
  }

 private:
  int spins_ = 0;
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<napper>("Napper").task("nap", &napper::nap);
  s.user<spinner>("Spinner").task("spin", &spinner::spin);
}
