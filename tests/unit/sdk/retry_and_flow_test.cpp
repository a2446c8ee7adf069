#include <veriload/flow.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

class trying_user : public user {
 public:
  int attempts = 0;
  int fail_first = 0;
  int limit = 3;
  double backoff = 0.5;
  double jitter = 0;
  int value = 0;

  task<> work() {
    if (++attempts <= fail_first) throw std::runtime_error("attempt " + std::to_string(attempts));
    co_return;
  }
  task<std::unique_ptr<int>> made(int number) {
    co_await work();
    co_return std::make_unique<int>(number);
  }

  task<> by_member() { co_await retryable(limit, backoff, jitter, &trying_user::work); }
  task<> by_closure() {
    const int number = 5;
    auto got = co_await retryable(3, 0.5, [this, number] { return made(number); });
    value = *got;
  }
  task<> by_coroutine_closure() {
    // closure lives: in the frame of retryable, until the task it returns has ended
    co_await retryable(3, 0.5, [this]() -> task<> {
      co_await sleep(0.1);
      co_await work();
    });
  }
  task<> sleepy() {
    ++attempts;
    co_await sleep(10);
  }
  task<> cancelled() { co_await retryable(3, 0, &trying_user::sleepy); }

  task<> named() { co_await flow("outer", work()); }
  task<> nested() { co_await flow("outer", named_inner()); }
  task<> named_inner() { co_await flow("inner", work()); }
  task<int> twelve() { co_return 12; }
  task<> with_value() { value = co_await flow("twelve", twelve()); }
  task<> sleepy_flow() { co_await flow("sleep", sleepy()); }
  task<> http_flow() { co_await flow("cart", cart()); }
  task<> cart() {
    auto reply = co_await http().get("/cart?id=1");
    reply.raise_for_status();
  }
};

struct fixture {
  fake_host host;
  scenario_context context{host.handle()};
  user_class<trying_user> known{"u", context};
  std::unique_ptr<live_user> live;
  trying_user* me = nullptr;

  void make(task<> (trying_user::*body)()) {
    live = std::make_unique<live_user>(host, known.task("body", body).describe());
    me = static_cast<trying_user*>(static_cast<user*>(live->state()));
  }
  std::string reason() const {
    return host.user.failures.empty() ? "" : host.user.failures.back().second;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retries, fixture)

BOOST_AUTO_TEST_CASE(a_success_is_not_repeated) {
  make(&trying_user::by_member);
  BOOST_TEST(live->run() == VL_OK);
  BOOST_TEST(me->attempts == 1);
}

BOOST_AUTO_TEST_CASE(a_failure_is_tried_again_after_the_backoff) {
  make(&trying_user::by_member);
  me->fail_first = 2;
  const vl_ns before = host.loop.time;
  BOOST_TEST(live->run() == VL_OK);
  BOOST_TEST(me->attempts == 3);
  BOOST_TEST(host.loop.time - before == 1'000'000'000);
}

BOOST_AUTO_TEST_CASE(the_last_error_comes_out_without_a_pause_after_it) {
  make(&trying_user::by_member);
  me->fail_first = 9;
  const vl_ns before = host.loop.time;
  BOOST_TEST(live->run() == VL_E_EXCEPTION);
  BOOST_TEST(reason() == "attempt 3");
  BOOST_TEST(host.loop.time - before == 1'000'000'000);
}

BOOST_AUTO_TEST_CASE(jitter_spreads_the_pause_by_its_share) {
  make(&trying_user::by_member);
  me->fail_first = 1;
  me->jitter = 0.5;
  host.user.random_numbers = {0};  // the lowest draw
  const vl_ns before = host.loop.time;
  BOOST_TEST(live->run() == VL_OK);
  BOOST_TEST(host.loop.time - before == 250'000'000);
}

BOOST_AUTO_TEST_CASE(a_closure_gives_move_only_values) {
  make(&trying_user::by_closure);
  me->fail_first = 2;
  BOOST_TEST(live->run() == VL_OK);
  BOOST_TEST(me->value == 5);
}

BOOST_AUTO_TEST_CASE(a_closure_may_be_a_coroutine) {
  make(&trying_user::by_coroutine_closure);
  me->fail_first = 2;
  BOOST_TEST(live->run() == VL_OK);
  BOOST_TEST(me->attempts == 3);
}

BOOST_AUTO_TEST_CASE(a_cancelled_user_is_not_tried_again) {
  make(&trying_user::cancelled);
  watched_op op;
  BOOST_TEST(live->start(op) == VL_PENDING);
  host.user.cancel();
  host.run_until_idle();
  BOOST_TEST(op.result->status == VL_E_CANCELED);
  BOOST_TEST(me->attempts == 1);
}

BOOST_AUTO_TEST_CASE(wrong_numbers_are_refused_with_the_number) {
  make(&trying_user::by_member);
  me->limit = 0;
  BOOST_TEST(live->run() == VL_E_INVALID);
  BOOST_TEST(reason() == "max_attempts must be above 0, is 0.0");
  me->limit = 1;
  me->backoff = -1;
  BOOST_TEST(live->run() == VL_E_INVALID);
  BOOST_TEST(reason() == "backoff_seconds must not be below 0, is -1.0");
  me->backoff = 0;
  me->jitter = 1.5;
  BOOST_TEST(live->run() == VL_E_INVALID);
  BOOST_TEST(reason() == "jitter must be from 0 to 1, is 1.5");
  BOOST_TEST(me->attempts == 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(flows, fixture)

BOOST_AUTO_TEST_CASE(a_failure_carries_the_flow_and_the_cause) {
  make(&trying_user::named);
  me->fail_first = 1;
  BOOST_TEST(live->run() == VL_E_EXCEPTION);
  BOOST_TEST(host.user.failures.at(0).first == "flow");
  BOOST_TEST(reason() == "flow \"outer\": std::runtime_error: attempt 1");
}

BOOST_AUTO_TEST_CASE(what_is_wrapped_already_passes_the_outer_flow) {
  make(&trying_user::nested);
  me->fail_first = 1;
  live->run();
  BOOST_TEST(reason() == "flow \"inner\": std::runtime_error: attempt 1");
}

BOOST_AUTO_TEST_CASE(a_value_comes_out_of_a_flow) {
  make(&trying_user::with_value);
  BOOST_TEST(live->run() == VL_OK);
  BOOST_TEST(me->value == 12);
}

BOOST_AUTO_TEST_CASE(a_failing_answer_keeps_its_status_class_and_loses_its_query) {
  make(&trying_user::http_flow);
  scripted_reply busy;
  busy.code = 503;
  host.calls.replies.push_back(busy);
  BOOST_TEST(live->run() == VL_E_STATUS);
  BOOST_TEST(reason() == "flow \"cart\": http: GET /cart answered 503");
}

BOOST_AUTO_TEST_CASE(a_cancelled_flow_stays_cancelled) {
  make(&trying_user::sleepy_flow);
  watched_op op;
  BOOST_TEST(live->start(op) == VL_PENDING);
  host.user.cancel();
  host.run_until_idle();
  BOOST_TEST(op.result->status == VL_E_CANCELED);
  BOOST_TEST(host.user.failures.at(0).first == "canceled");
}

BOOST_AUTO_TEST_SUITE_END()
