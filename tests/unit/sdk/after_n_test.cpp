// Every asynchronous part of the SDK while something goes wrong after N: a host operation fails,
// the user is cancelled, the user is destroyed.
#include <veriload/testing/after_n.hpp>
#include <veriload/testing/live_user.hpp>

#include <veriload/op.hpp>
#include <veriload/scenario.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace veriload;
using namespace veriload::testing;

namespace {

int frames = 0;  // alive, counted by what lives in each of them

struct in_frame {
  in_frame() { ++frames; }
  in_frame(const in_frame&) = delete;
  in_frame& operator=(const in_frame&) = delete;
  ~in_frame() { --frames; }
};

class busy_user : public user {
 public:
  int done = 0;

  task<> on_start() override {
    const in_frame alive;
    auto login = co_await http().post("/login").json(json::of("email", "contact.email"));
    login.raise_for_status();
    co_await sleep(0.1);
  }
  task<> on_stop() override {
    const in_frame alive;
    auto out = co_await http().del("/login");
    out.raise_for_status();
  }

  task<> fetch(std::string path) {
    const in_frame alive;
    auto page = co_await http().get(path);
    const std::string body(page.text());
    co_await sleep(0.01);
    page.raise_for_status();
    ++done;
  }
  task<int> count() {
    const in_frame alive;
    co_await sleep(0.02);
    auto page = co_await http().get("/count");
    co_return page.status();
  }
  task<> attempt() {
    const in_frame alive;
    auto page = co_await http().get("/flaky");
    page.raise_for_status();
  }

  task<> naps() {
    const in_frame alive;
    co_await sleep(0.5);
    co_await sleep(0);
    ++done;
  }
  task<> requests() {
    const in_frame alive;
    co_await fetch("/1");
    co_await fetch("/2");
  }
  task<> side_by_side() {
    const in_frame alive;
    co_await when_all(fetch("/a"), fetch("/b"), naps());
    auto both = co_await when_all(count(), count());
    done += std::get<0>(both) == std::get<1>(both);
  }
  task<> named() {
    const in_frame alive;
    co_await flow("outer", flow("inner", fetch("/flow")));
    const int found = co_await flow("count", count());
    done += found;
  }
  task<> again() {
    const in_frame alive;
    co_await retryable(3, 0.1, 0.5, &busy_user::attempt);
    ++done;
  }
  task<> until_stop() {
    const in_frame alive;
    const vl_user_v1& users = context().users;
    vl_user* const me = handle();
    const vl_result told =
        co_await op_awaiter([&users, me](vl_op* op) { return users.on_stop(me, op); });
    if (told.status != VL_OK) throw_status("user", "on_stop", told.status);
    ++done;
  }
};

constexpr const char* tasks[] = {"naps",  "requests", "side by side",
                                 "named", "again",    "until stop"};

/// One host with the class, and a service that answers the first flaky request with 503.
struct scene {
  explicit scene(fake_host& of, int variant) : host(of) {
    host.calls.open_later = variant % 2 == 0;
    host.loop.let_cancel_lose(variant % 3 == 1);
    if (variant > 1) host.loop.reorder(static_cast<std::uint64_t>(variant));
    known.task("naps", &busy_user::naps)
        .task("requests", &busy_user::requests)
        .task("side by side", &busy_user::side_by_side)
        .task("named", &busy_user::named)
        .task("again", &busy_user::again)
        .task("until stop", &busy_user::until_stop);
  }
  // What the pool of requests keeps is the thread's, not a leak of a run.
  ~scene() {
    host.calls.close_all();
    BOOST_TEST(frames == 0);
  }

  /// A failed hook or task left its reason with the host, one that passed did not.
  void check(vl_status status) {
    BOOST_TEST(status != VL_PENDING);
    BOOST_TEST(host.user.failures.empty() == (status == VL_OK));
    host.user.failures.clear();
  }

  fake_host& host;
  scenario_context context{host.handle()};
  veriload::user_class<busy_user> known{"busy", context};
};

// A whole life, as the host leads it: a failed start ends it, a failed task does not.
void live(scene& in) {
  live_user one(in.host, in.known.describe());
  const vl_status started = one.on_start();
  in.check(started);
  for (const char* name : tasks) {
    if (started != VL_OK) break;
    if (name == std::string_view("until stop")) in.host.user.wind_down();
    if (name == std::string_view("again")) {
      scripted_reply busy;
      busy.code = 503;
      in.host.calls.replies = {busy};
    }
    in.check(one.run(std::string_view(name)));
    BOOST_TEST(frames == 0);  // nothing stays behind a failure
  }
  in.check(one.on_stop());
}

constexpr int variants = 5;

}  // namespace

BOOST_AUTO_TEST_SUITE(after_n)

BOOST_AUTO_TEST_CASE(every_operation_of_a_whole_life_may_fail) {
  for (int variant = 0; variant < variants; ++variant) {
    const long n = for_each_failure([&](fake_host& host) {
      scene in(host, variant);
      live(in);
    });
    BOOST_TEST(n >= 40);
  }
}

BOOST_AUTO_TEST_CASE(a_user_may_be_cancelled_after_every_step_of_its_life) {
  for (int variant = 0; variant < variants; ++variant) {
    const long n = for_each_step([&](fake_host& host) {
      scene in(host, variant);
      host.loop.on_interrupt([&] { host.user.cancel(); });
      live(in);
    });
    BOOST_TEST(n >= 25);
  }
}

BOOST_AUTO_TEST_CASE(a_user_may_be_told_to_wind_down_after_every_step_of_its_life) {
  for_each_step([&](fake_host& host) {
    scene in(host, 0);
    host.loop.on_interrupt([&] { host.user.wind_down(); });
    live(in);
  });
}

// The state ends inside the completion of its hook or task: the earliest that the contract allows.
// A later completion would meet a user that is gone, which the address sanitizer sees.
BOOST_AUTO_TEST_CASE(a_user_may_be_destroyed_after_every_step_of_each_task) {
  for (std::uint32_t index = 0; index < std::size(tasks); ++index) {
    for (int variant = 0; variant < variants; ++variant) {
      const long n = for_each_step([&](fake_host& host) {
        scene in(host, variant);
        live_user one(in.host, in.known.describe());
        watched_op op;
        op.then = [&] { one.destroy(); };
        BOOST_TEST(one.start(op, index) == VL_PENDING);
        if (std::string_view(tasks[index]) == "until stop") host.user.wind_down();
        host.loop.on_interrupt([&] { host.user.cancel(); });
        host.run_until_idle();
        BOOST_TEST(op.completions == 1);
        BOOST_TEST(op.broken() == "");
        BOOST_TEST(one.state() == nullptr);
        BOOST_TEST(frames == 0);
        BOOST_TEST(host.loop.pending() == 0u);
        // A cancel that comes too late ends nothing.
        const bool too_late = variant % 3 == 1 || host.user.stopping;
        if (host.loop.interrupted() && !too_late) BOOST_TEST(op.status() == VL_E_CANCELED);
      });
      BOOST_TEST(n > 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_user_may_be_destroyed_after_every_step_of_its_start_and_its_end) {
  for (const bool at_start : {true, false}) {
    const long n = for_each_step([&](fake_host& host) {
      scene in(host, 0);
      live_user one(in.host, in.known.describe());
      watched_op op;
      op.then = [&] { one.destroy(); };
      BOOST_TEST((at_start ? one.start_on_start(op) : one.start_on_stop(op)) == VL_PENDING);
      host.loop.on_interrupt([&] { host.user.cancel(); });
      host.run_until_idle();
      BOOST_TEST(op.completions == 1);
      BOOST_TEST(frames == 0);
    });
    BOOST_TEST(n > 1);
  }
}

BOOST_AUTO_TEST_CASE(users_of_one_loop_fail_and_end_independently) {
  for_each_failure([&](fake_host& host) {
    scene in(host, 0);
    fake_user second(host, 1);
    {
      live_user one(in.host, in.known.describe());
      live_user other(second, in.known.describe());
      watched_op op, op_of_other;
      one.start(op, 2);
      other.start(op_of_other, 3);
      host.run_until_idle();
      BOOST_TEST(op.completions <= 1);
      BOOST_TEST(op_of_other.completions <= 1);
      BOOST_TEST((op.done() && op_of_other.done()));
      BOOST_TEST((op.status() == VL_OK || op_of_other.status() == VL_OK));
    }
    host.calls.close_all();  // while the second user is there
    BOOST_TEST(frames == 0);
  });
}

BOOST_AUTO_TEST_SUITE_END()
