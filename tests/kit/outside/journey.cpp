// The smallest scenario of a team outside.
#include <veriload/scenario.hpp>

class walker : public veriload::user {
 public:
  veriload::task<> walk() {
    auto page = co_await http().get("/get").name("GET /get");
    page.raise_for_status();
    co_await sleep(0.05);
  }
};

VERILOAD_SCENARIO(s) { s.user<walker>("Walker").task("walk", &walker::walk); }
