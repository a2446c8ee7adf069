#include <veriload/when_all.hpp>

#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

class parallel_user : public user {
 public:
  std::string log;
  int sum = 0;

  task<> append(char c, double seconds) {
    co_await sleep(seconds);
    log += c;
  }
  task<> fail(char c, double seconds) {
    co_await sleep(seconds);
    log += c;
    throw std::runtime_error(std::string(1, c));
  }
  task<int> number(int value, double seconds) {
    co_await sleep(seconds);
    co_return value;
  }
  task<std::string> word() { co_return "now"; }

  task<> three() { co_await when_all(append('a', 3), append('b', 1), append('c', 2)); }
  task<> failing() { co_await when_all(append('a', 3), fail('b', 2), fail('c', 1)); }
  task<> values() {
    auto both = co_await when_all(number(4, 1), word());
    sum = std::get<0>(both);
    log = std::get<1>(both);
  }
  task<> dynamic() {
    std::vector<task<>> branches;
    for (char c = 'a'; c < 'e'; ++c)
      branches.push_back(append(c, 'e' - c));
    co_await when_all(std::move(branches));
  }
  task<> with_an_empty_one() {
    task<> gone = append('x', 1);
    task<> taken = std::move(gone);
    // NOLINTNEXTLINE(bugprone-use-after-move)
    co_await when_all(append('a', 1), std::move(gone), append('b', 1));
  }
  task<> nothing() { co_await when_all(std::vector<task<>>()); }
};

struct fixture {
  fake_host host;
  scenario_context context{host.handle()};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(when_all_of_tasks, fixture)

BOOST_AUTO_TEST_CASE(runs_the_branches_side_by_side) {
  user_class<parallel_user> known("u", context);
  known.task("body", &parallel_user::three);
  live_user live(host, known.describe());
  const vl_ns before = host.loop.time;
  BOOST_TEST(live.run() == VL_OK);
  BOOST_TEST(static_cast<parallel_user*>(static_cast<user*>(live.state()))->log == "bca");
  BOOST_TEST(host.loop.time - before == 3'000'000'000);
}

BOOST_AUTO_TEST_CASE(waits_for_all_and_throws_the_first_in_order) {
  user_class<parallel_user> known("u", context);
  known.task("body", &parallel_user::failing);
  live_user live(host, known.describe());
  BOOST_TEST(live.run() == VL_E_EXCEPTION);
  BOOST_TEST(static_cast<parallel_user*>(static_cast<user*>(live.state()))->log == "cba");
  BOOST_TEST(host.user.failures.at(0).second == "b");
}

BOOST_AUTO_TEST_CASE(gives_the_values_as_a_tuple) {
  user_class<parallel_user> known("u", context);
  known.task("body", &parallel_user::values);
  live_user live(host, known.describe());
  BOOST_TEST(live.run() == VL_OK);
  auto* state = static_cast<parallel_user*>(static_cast<user*>(live.state()));
  BOOST_TEST(state->sum == 4);
  BOOST_TEST(state->log == "now");
}

BOOST_AUTO_TEST_CASE(takes_any_number_also_none) {
  user_class<parallel_user> known("u", context);
  known.task("many", &parallel_user::dynamic).task("none", &parallel_user::nothing);
  live_user live(host, known.describe());
  BOOST_TEST(live.run(0) == VL_OK);
  BOOST_TEST(live.run(1) == VL_OK);
  BOOST_TEST(static_cast<parallel_user*>(static_cast<user*>(live.state()))->log == "dcba");
}

BOOST_AUTO_TEST_CASE(a_moved_from_branch_fails_after_the_others_ended) {
  user_class<parallel_user> known("u", context);
  known.task("body", &parallel_user::with_an_empty_one);
  live_user live(host, known.describe());
  BOOST_TEST(live.run() == VL_E_MISUSE);
  BOOST_TEST(static_cast<parallel_user*>(static_cast<user*>(live.state()))->log == "ab");
}

BOOST_AUTO_TEST_CASE(cancelling_the_user_ends_every_branch) {
  user_class<parallel_user> known("u", context);
  known.task("body", &parallel_user::three);
  live_user live(host, known.describe());
  watched_op op;
  BOOST_TEST(live.start(op) == VL_PENDING);
  host.user.cancel();
  host.run_until_idle();
  BOOST_REQUIRE(op.result.has_value());
  BOOST_TEST(op.result->status == VL_E_CANCELED);
  BOOST_TEST(host.user.failures.at(0).first == "canceled");
}

BOOST_AUTO_TEST_SUITE_END()
