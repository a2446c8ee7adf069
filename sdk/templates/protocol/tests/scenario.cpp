// How a scenario uses the protocol.
#include <veriload/protocol_client.hpp>
#include <veriload/scenario.hpp>

namespace {

class caller : public veriload::user {
 public:
  veriload::task<> ping() {
    auto answer = co_await line_.call("SEND", "PING");
    check(answer.text() == "PONG", "the server answers");
    co_await sleep(0.01);
  }

 private:
  veriload::protocol_client line_{*this, "NEWNAME"};
};

}  // namespace

VERILOAD_SCENARIO(s) { s.user<caller>("Caller").task("ping", &caller::ping); }
