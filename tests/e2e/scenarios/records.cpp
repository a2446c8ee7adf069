// A user of the end-to-end tests that sends records of its persona.
#include <veriload/scenario.hpp>

#include <string>

namespace {

class orderer : public veriload::user {
 public:
  veriload::task<> order() {
    auto order = record("order", orders_);
    auto reply = co_await http().post("/post").name("POST order").json(order);
    reply.raise_for_status();
    check(reply.json().at("json") == order, "the order came back as it was sent");
    check(order.get("buyer.email").as_string() == persona().contact.email, "the persona buys");
    log_info("ordered", "id", order.get("id").as_string());

    // In one expression, and without reading the text.
    auto review = co_await http()
                      .post("/post")
                      .name("POST review")
                      .header("content-type", "application/json")
                      .body(record_text("review", orders_));
    review.raise_for_status();
    const auto sent = record("review", orders_);
    check(review.json().at("json") == sent, "the review came back as it was sent");
    const bool verified = sent.at("verified_purchase").as_bool();
    check(!verified || sent.at("order_id") == order.at("id"), "the review is of the order");
    ++orders_;
  }

  veriload::task<> mistype() {
    try {
      record("oder", 0);
    } catch (const veriload::error& e) {
      check(std::string(e.what()) == "personas have no record \"oder\", did you mean \"order\"?",
            "the nearest kind is named");
    }
    auto page = co_await http()
                    .get("/get")
                    .name("GET /get")
                    .query("ticket", record("ticket", 0).get("id").as_string());
    page.raise_for_status();
  }

 private:
  std::uint64_t orders_ = 0;
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<orderer>("Orderer").task("order", &orderer::order);
  s.user<orderer>("Mistyper").task("mistype", &orderer::mistype);
}
