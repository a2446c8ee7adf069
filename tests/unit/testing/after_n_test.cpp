#include <veriload/testing/after_n.hpp>

#include <veriload/testing/live_user.hpp>
#include <veriload/testing/plugin_under_test.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace veriload::testing;

namespace {

vl_status nap(fake_host& host, watched_op& op) {
  return op.start(
      [&](vl_op* o) { return fake_loop::table().sleep_until(host.loop.handle(), 0, o); });
}

template <class Loop>
std::string refusal(Loop loop) {
  try {
    loop();
  } catch (const after_n_error& e) {
    return e.what();
  }
  return "clean";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(loops_over_n)

BOOST_AUTO_TEST_CASE(every_operation_fails_once_and_the_last_run_is_clean) {
  int runs = 0, failures = 0;
  const long n = for_each_failure([&](fake_host& host) {
    ++runs;
    watched_op ops[3];
    for (watched_op& op : ops)
      failures += nap(host, op) != VL_PENDING;
    host.run_until_idle();
  });
  BOOST_TEST(n == 3);
  BOOST_TEST(runs == 4);
  BOOST_TEST(failures == 3);
}

BOOST_AUTO_TEST_CASE(every_step_is_interrupted_once) {
  int interruptions = 0;
  const long n = for_each_step([&](fake_host& host) {
    watched_op ops[3];
    host.loop.on_interrupt([&] { ++interruptions; });
    for (watched_op& op : ops)
      nap(host, op);
    host.run_until_idle();
  });
  BOOST_TEST(n == 3);
  BOOST_TEST(interruptions == 3);
}

BOOST_AUTO_TEST_CASE(what_a_run_leaves_behind_is_told_with_its_number) {
  static watched_op left;  // outlives its host
  BOOST_TEST(refusal([] {
               for_each_failure([](fake_host& host) {
                 watched_op op;
                 nap(host, op);
                 if (op.pending()) host.run_until_idle();
                 if (!host.loop.failed()) host.loop.misuse.emplace_back("a rule");
               });
             }) == "with a failure of operation 1: a rule");
  BOOST_TEST(refusal([] { for_each_step([](fake_host& host) { nap(host, left); }); }) ==
             "interrupted after step 0: 1 ops are still pending");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(plugins_under_test)

BOOST_AUTO_TEST_CASE(a_failing_start_is_told_with_its_reason) {
  static constexpr auto init = [](const vl_host*, void**, vl_error* error) noexcept {
    std::string("no licence").copy(error->message, sizeof error->message - 1);
    return vl_status{VL_E_CONFIG};
  };
  vl_plugin_v1 descriptor{};
  descriptor.init = init;
  fake_host host;
  BOOST_CHECK_EXCEPTION(
      plugin_under_test(host, &descriptor), std::runtime_error,
      [](const auto& e) { return std::string(e.what()) == "init failed with -11: no licence"; });
}

BOOST_AUTO_TEST_CASE(a_user_whose_task_never_ends_is_cancelled_and_told) {
  struct forever {
    static vl_status create(void* self, vl_user* user, void** state, vl_error*) noexcept {
      *static_cast<vl_user**>(self) = user;
      *state = self;
      return VL_OK;
    }
    static vl_status run(void* state, std::uint32_t, vl_op* op) noexcept {
      return fake_user::table().sleep_until(*static_cast<vl_user**>(state), fake_loop::never, op);
    }
  };
  vl_user* of = nullptr;
  vl_user_class kind{};
  kind.self = &of;
  kind.create = &forever::create;
  kind.run = &forever::run;
  kind.destroy = [](void*) noexcept {};
  fake_host host;
  live_user user(host, &kind);
  BOOST_TEST(user.on_start() == VL_OK);  // it has none
  BOOST_TEST(user.run() == VL_PENDING);
  BOOST_TEST(host.complaints().empty());
  BOOST_CHECK_THROW(user.run("none"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
