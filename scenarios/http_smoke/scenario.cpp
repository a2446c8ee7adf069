// Smoke test of any HTTP service: each user asks for one page again and again and checks that it is
// answered.
#include <veriload/scenario.hpp>

class http_smoke_user : public veriload::user {
 public:
  veriload::task<> get_front_page() {
    auto page = co_await http().get("/").name("GET /");
    check(page.ok(), "the front page is answered");
    page.raise_for_status();
    co_await sleep(uniform(0.5, 1.5));
  }
};

VERILOAD_SCENARIO(s) {
  s.user<http_smoke_user>("HttpSmokeUser")
      .task("get_front_page", &http_smoke_user::get_front_page, 1);
}
