// Users of the end-to-end tests whose personas have rows: they tell the target what theirs says.
#include <veriload/scenario.hpp>

#include <string>

namespace {

// Counts what the target got, by value.
class buyer : public veriload::user {
 public:
  veriload::task<> buy() {
    auto reply =
        co_await http().post("/post").name("POST /post").json(payload("sku", "feeder.sku"));
    reply.raise_for_status();
    count("sku " + std::string(reply.json().at("json").at("sku").as_string()), 1, "orders");
  }
};

class writer : public veriload::user {
 public:
  veriload::task<> write() {
    auto reply = co_await http()
                     .post("/post")
                     .name("POST /post")
                     .json(payload("mail", "contact.email", "name", "person.name"));
    reply.raise_for_status();
    const auto sent = reply.json();
    count("mail " + std::string(sent.at("json").at("mail").as_string()), 1, "letters");
    count("name " + std::string(sent.at("json").at("name").as_string()), 1, "letters");
  }
};

class mistaken : public veriload::user {
 public:
  veriload::task<> buy() {
    auto reply =
        co_await http().post("/post").name("POST /post").json(payload("sku", "feeder.skv"));
    reply.raise_for_status();
  }
};

}  // namespace

VERILOAD_SCENARIO(s) {
  s.user<buyer>("Buyer").task("buy", &buyer::buy);
  s.user<writer>("Writer").task("write", &writer::write);
  s.user<mistaken>("Mistaken").task("buy", &mistaken::buy);
}
