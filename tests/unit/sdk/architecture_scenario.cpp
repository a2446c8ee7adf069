// The scenario that the architecture shows, word for word: it must compile and run as it stands.
#define VERILOAD_SCENARIO_NAME architecture
#include <veriload/scenario.hpp>

class checkout_user : public veriload::user {
 public:
  veriload::task<> on_start() override {
    auto profile = payload("email", "contact.email", "external_id", "persona_id");
    auto login = co_await http().post("/auth/login").name("POST /auth/login").json(profile);
    login.raise_for_status();
    token_ = login.json().at("access_token").as_string();
  }
  veriload::task<> view_checkout() {
    auto page = co_await http().get("/checkout").name("GET /checkout").bearer(token_);
    page.raise_for_status();
    stop();
  }

 private:
  std::string token_;
};

VERILOAD_SCENARIO(s) {
  s.user<checkout_user>("CheckoutSmokeUser")
      .task("view_checkout", &checkout_user::view_checkout, 1);
}
