#include <veriload/scenario.hpp>

#include <veriload/testing/live_user.hpp>
#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

using namespace veriload;
using namespace veriload::testing;

extern "C" const vl_plugin_v1* veriload_plugin_v1_architecture(void) noexcept;

namespace {

class base_user : public user {
 public:
  task<> inherited() { co_return; }
};

class small_user : public base_user {
 public:
  task<> on_start() override { throw std::runtime_error("not a coroutine, throws at once"); }
  task<> on_stop() override {
    stopped = true;
    co_return;
  }
  task<> own() { co_return; }
  static inline bool stopped = false;
};

class refusing_user : public user {
 public:
  refusing_user() { throw std::runtime_error("no room"); }
  task<> own() { co_return; }
};

void declare_nothing(scenario&) {}

template <class Fill>
std::string refusal(Fill fill) {
  fake_host host;
  scenario_context context(host.handle());
  scenario declared(context);
  try {
    fill(declared);
  } catch (const error& e) {
    return e.what();
  }
  return "declared";
}

/// A plugin started the way the loader does it, on one loop.
struct loaded {
  explicit loaded(fake_host& host, const vl_plugin_v1* descriptor) : plugin(descriptor) {
    BOOST_REQUIRE(plugin->init(host.handle(), &self, &error) == VL_OK);
    table = static_cast<const vl_scenario_v1*>(plugin->component(self, VL_COMP_SCENARIO));
    BOOST_REQUIRE(table != nullptr);
    BOOST_REQUIRE(table->declare(self, nullptr, &error) == VL_OK);
    BOOST_REQUIRE(table->worker_open(self, nullptr, &worker, &error) == VL_OK);
  }
  ~loaded() {
    table->worker_close(worker);
    plugin->fini(self);
  }
  const vl_plugin_v1* plugin;
  const vl_scenario_v1* table = nullptr;
  vl_error error = new_error();
  void* self = nullptr;
  void* worker = nullptr;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(scenarios)

BOOST_AUTO_TEST_CASE(the_scenario_of_the_architecture_runs) {
  fake_host host;
  scripted_reply login;
  login.body = R"({"access_token":"t-1"})";
  host.calls.replies.push_back(login);
  loaded scenario(host, veriload_plugin_v1_architecture());

  BOOST_REQUIRE(host.record.classes.size() == 1u);
  const vl_user_class* known = host.record.classes[0];
  BOOST_TEST(to_view(known->name) == "CheckoutSmokeUser");
  BOOST_REQUIRE(known->n_tasks == 1u);
  const auto* task = static_cast<const vl_task*>(known->tasks);
  BOOST_TEST(to_view(task->name) == "view_checkout");
  BOOST_TEST(task->weight == 1u);

  {
    live_user live(host, known);
    BOOST_TEST(live.on_start() == VL_OK);
    BOOST_TEST(live.run() == VL_OK);
    BOOST_TEST(live.on_stop() == VL_OK);
  }
  BOOST_REQUIRE(host.calls.seen.size() == 2u);
  BOOST_TEST(host.calls.seen[0].name == "POST /auth/login");
  BOOST_TEST(host.calls.seen[0].body == R"({"email":"ann@example.test","external_id":"p-17"})");
  BOOST_TEST(host.calls.seen[1].header("authorization") == "Bearer t-1");
  BOOST_TEST(host.user.stop_asked);
  BOOST_TEST(host.calls.live_replies == 0);
}

BOOST_AUTO_TEST_CASE(a_failed_login_fails_the_start_with_its_reason) {
  fake_host host;
  scripted_reply busy;
  busy.code = 503;
  host.calls.replies.push_back(busy);
  loaded scenario(host, veriload_plugin_v1_architecture());
  live_user live(host, host.record.classes.at(0));
  BOOST_TEST(live.on_start() == VL_E_STATUS);
  BOOST_TEST(host.user.failures.at(0).first == "http");
  BOOST_TEST(host.user.failures.at(0).second == "POST /auth/login answered 503");
  BOOST_TEST(live.on_stop() == VL_OK);
}

BOOST_AUTO_TEST_CASE(closing_the_worker_frees_what_was_kept_for_the_next_user) {
  fake_host host;
  {
    loaded scenario(host, veriload_plugin_v1_architecture());
    live_user live(host, host.record.classes.at(0));
    live.run();
  }
  for (const frame_pool::free_frame* list : this_thread_frames.lists)
    BOOST_TEST(list == nullptr);
}

BOOST_AUTO_TEST_CASE(a_user_whose_requests_pend_survives_each_moment_of_a_cancel) {
  // Cancel after N completions, for every N: nothing is lost, nothing runs twice.
  for (int turns = 0; turns < 3; ++turns) {
    fake_host host;
    host.calls.open_later = turns > 0;
    for (int i = 0; i < turns; ++i)
      host.calls.replies.emplace_back();
    scripted_reply stuck;
    stuck.never = true;
    host.calls.replies.push_front(stuck);
    loaded scenario(host, veriload_plugin_v1_architecture());
    live_user live(host, host.record.classes.at(0));
    watched_op op;
    BOOST_TEST(live.start(op) == VL_PENDING);
    host.run_until_idle();
    host.user.cancel();
    host.run_until_idle();
    BOOST_REQUIRE(op.result.has_value());
    BOOST_TEST(op.result->status == VL_E_CANCELED);
    BOOST_TEST(host.calls.live_replies == 0);
  }
}

BOOST_AUTO_TEST_CASE(refuses_weights_and_names_that_make_no_sense) {
  BOOST_TEST(refusal([](scenario& s) {
               s.user<small_user>("U").task("own", &small_user::own, 0);
             }) == "task \"own\" of \"U\": weight must be above 0, is 0");
  BOOST_TEST(refusal([](scenario& s) {
               s.user<small_user>("U").task("own", &small_user::own, -3);
             }) == "task \"own\" of \"U\": weight must be above 0, is -3");
  BOOST_TEST(refusal([](scenario& s) {
               s.user<small_user>("U").task("a", &small_user::own).task("a", &small_user::own);
             }) == "task \"a\" of \"U\": named twice");
  BOOST_TEST(refusal([](scenario& s) { s.user<small_user>("U").task("", &small_user::own); }) ==
             "task \"\" of \"U\": the name is empty");
  BOOST_TEST(refusal([](scenario& s) {
               s.user<small_user>("U");
               s.user<base_user>("U");
             }) == "user class \"U\" is declared twice");
}

BOOST_AUTO_TEST_CASE(a_scenario_without_users_is_refused_by_declare) {
  fake_host host;
  using empty = scenario_plugin<&declare_nothing>;
  empty plugin{host_services(host.handle())};
  vl_error error = new_error();
  const auto* table = static_cast<const vl_scenario_v1*>(plugin.component(VL_COMP_SCENARIO));
  BOOST_TEST(table->declare(&plugin, nullptr, &error) == VL_E_CONFIG);
  BOOST_TEST(message_of(error) == "scenario declares no user class");
}

BOOST_AUTO_TEST_CASE(inherited_tasks_count_and_a_throwing_hook_is_a_failure) {
  fake_host host;
  scenario_context context(host.handle());
  user_class<small_user> known("U", context);
  known.task("inherited", &small_user::inherited).task("own", &small_user::own, 2);
  live_user live(host, known.describe());
  BOOST_TEST(live.on_start() == VL_E_EXCEPTION);
  BOOST_TEST(host.user.failures.at(0).second == "not a coroutine, throws at once");
  BOOST_TEST(live.run(0) == VL_OK);
  BOOST_TEST(live.run(1) == VL_OK);
  BOOST_TEST(live.run(2) == VL_E_INVALID);
  BOOST_TEST(live.on_stop() == VL_OK);
  BOOST_TEST(small_user::stopped);
}

BOOST_AUTO_TEST_CASE(a_constructor_that_throws_is_a_failed_create) {
  fake_host host;
  scenario_context context(host.handle());
  user_class<refusing_user> known("U", context);
  known.task("own", &refusing_user::own);
  BOOST_CHECK_EXCEPTION(live_user(host, known.describe()), std::runtime_error,
                        [](const std::runtime_error& e) {
                          return e.what() == std::string("std::runtime_error: no room");
                        });
}

BOOST_AUTO_TEST_SUITE_END()
