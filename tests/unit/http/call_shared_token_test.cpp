// Calls that carry an access token.
#include "plugins/http/token_source.hpp"

#include "tests/unit/http/token_scene.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <string>

using namespace veriload;
using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;

namespace {

struct two_users : token_scene {
  static settings shared_settings() {
    settings chosen = token_settings();
    chosen.auth->shared = true;
    return chosen;
  }
  testing::fake_user other{host.all, 1};
  std::unique_ptr<session> second;

  two_users() : token_scene(shared_settings()), second(open(other)) {}

  void start_second(pending_call& c) {
    std::swap(user, second);
    start(c, "GET", "/x");
    std::swap(user, second);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(shared_token)

BOOST_AUTO_TEST_CASE(users_of_a_worker_share_a_token_and_its_fetch) {
  two_users s;
  pending_call a, b, c;
  s.start(a, "GET", "/x");
  s.start_second(b);
  s.host.settle();
  BOOST_TEST(a.reply.code == 200);
  BOOST_TEST(b.reply.code == 200);
  s.start_second(c);
  s.host.settle();
  BOOST_TEST(s.asked.size() == 1u);
  BOOST_TEST(s.samples().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_user_that_asked_leaves_the_fetch_to_who_waits) {
  two_users s;
  s.endpoint_silent = true;
  pending_call a, b;
  s.start(a, "GET", "/x");
  s.start_second(b);
  s.host.settle();
  s.user->cancel(a.op);
  s.host.settle();
  vl_op op{};
  BOOST_TEST(!s.user->ends_later(op));
  s.user.reset();
  s.give_token(s.host.stream(0));
  s.host.settle();
  BOOST_TEST(b.reply.code == 200);
  BOOST_TEST(s.samples().size() == 1u);
}

BOOST_AUTO_TEST_CASE(who_comes_while_a_fetch_is_abandoned_gets_one_of_its_own) {
  two_users s;
  s.endpoint_silent = true;
  pending_call a, b;
  s.start(a, "GET", "/x");
  s.host.settle();
  s.user->cancel(a.op);
  s.host.settle();
  static int closed;
  closed = 0;
  vl_op op{};
  op.complete = [](vl_op*, vl_result) noexcept { ++closed; };
  BOOST_TEST(s.user->ends_later(op));
  static_cast<void>(s.user.release());
  s.endpoint_silent = false;
  s.start_second(b);
  s.host.settle();
  BOOST_TEST(closed == 1);
  BOOST_TEST(b.reply.code == 200);
  BOOST_TEST(s.asked.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
