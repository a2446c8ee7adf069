#include <veriload/protocol_client.hpp>

#include <veriload/scenario.hpp>
#include <veriload/testing/live_user.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

std::string told;

class caller : public user {
 public:
  task<> call() {
    protocol_answer answer = co_await line_.call("SEND", "PING", "body", "ping", 1.5);
    told = std::to_string(answer.code()) + " " + std::string(answer.text());
    if (answer.failed()) told += " failed";
  }

 private:
  protocol_client line_{*this, "line"};
};

struct scene {
  fake_host host;
  scenario_context context{host.handle()};
  user_class<caller> known{"caller", context};
  live_user live{host, known.task("call", &caller::call).describe()};
  scene() { told.clear(); }
  ~scene() { host.calls.close_all(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(protocol_clients, scene)

BOOST_AUTO_TEST_CASE(makes_calls_over_one_session) {
  scripted_reply pong, refused;
  pong.code = 1;
  pong.body = "PONG";
  refused.code = 2;
  refused.flags = VL_REPLY_FAILED;
  host.calls.replies = {pong, refused};
  BOOST_TEST(live.run("call") == VL_OK);
  BOOST_TEST(told == "1 PONG");
  BOOST_TEST(live.run("call") == VL_OK);
  BOOST_TEST(told == "2  failed");
  BOOST_TEST(host.calls.opens == 1);
  BOOST_TEST(host.calls.live_replies == 0);
  const seen_call& first = host.calls.seen.at(0);
  BOOST_TEST(first.verb == "SEND");
  BOOST_TEST(first.target == "PING");
  BOOST_TEST(first.name == "ping");
  BOOST_TEST(first.body == "body");
  BOOST_TEST(first.timeout == 1'500'000'000);
}

BOOST_AUTO_TEST_CASE(no_answer_is_an_error_with_the_reason) {
  scripted_reply lost;
  lost.status = VL_E_CLOSED;
  lost.error = "the peer ended the connection";
  host.calls.replies = {lost};
  BOOST_TEST(live.run("call") == VL_E_CLOSED);
  BOOST_REQUIRE(host.user.failures.size() == 1U);
  BOOST_TEST(host.user.failures[0].first == "protocol");
  BOOST_TEST(host.user.failures[0].second == "line: ping: the peer ended the connection");
  BOOST_TEST(host.calls.live_replies == 0);
}

BOOST_AUTO_TEST_CASE(a_protocol_that_is_not_there_is_told_and_asked_for_again) {
  host.calls.open_status = VL_E_UNSUPPORTED;
  BOOST_TEST(live.run("call") == VL_E_UNSUPPORTED);
  BOOST_TEST(host.user.failures.at(0).second == "line: open: not supported");
  host.calls.open_status = VL_OK;
  BOOST_TEST(live.run("call") == VL_OK);
}

BOOST_AUTO_TEST_CASE(a_user_that_is_cancelled_leaves_with_canceled) {
  scripted_reply silent;
  silent.never = true;
  host.calls.replies = {silent};
  watched_op op;
  live.start(op, live.index_of("call"));
  host.settle();
  host.user.cancel();
  host.run_until_idle();
  BOOST_TEST(op.status() == VL_E_CANCELED);
}

BOOST_AUTO_TEST_SUITE_END()
