// A protocol whose sessions open on a later turn: opened, refused, cancelled, or left to the end of
// the user, at every point.
#include "core/user/virtual_user.hpp"

#include "core/host/services.hpp"
#include "tests/unit/user/scene.hpp"

#include <algorithm>
#include <array>
#include <string>

using namespace veriload;
using namespace veriload::users;
using namespace veriload::users::test;
using host::view_of;

namespace {

// Opens a session in the given hook, and does what the test wants with it.
struct late_scene : scene {
  late_scene() {
    protocol.open_status = VL_PENDING;
    protocol.call_status = VL_PENDING;
  }

  vl_status open(vl_op& op) {
    return calls_service.open(handle(), view_of("fake"), nullptr, &session_, &op);
  }
  auto count(const char* what) const { return std::ranges::count(done, what); }

  vl_session* session_ = nullptr;
  recorded_op opening;
};

// Completes what pends in the protocol whenever the loop turns, in order, until the user has ended.
void serve(late_scene& s) {
  for (int turns = 0; !s.ended() && turns < 200; ++turns) {
    for (auto* pending : {&s.protocol.opens, &s.protocol.calls, &s.protocol.closes}) {
      if (!pending->empty()) s.protocol.complete(*pending, {VL_OK, 0, 0});
    }
    s.turn();
  }
}

// A scenario: opens in on_start, calls in the task, both awaited through the loop.
struct whole_life : late_scene {
  explicit whole_life(vl_status open_ends = VL_OK) : open_ends_(open_ends) {
    on_start = [this](vl_op* op) {
      hook_ = op;
      opening.then = [this] {
        const vl_status status = opening.result.status;
        hook_->complete(hook_, {status, 0, 0});
      };
      const vl_status answer = open(opening);
      return answer == VL_PENDING ? answer : vl_status{VL_E_EXCEPTION};
    };
    run = [this](vl_op* op) {
      hook_ = op;
      calling_.then = [this] {
        user_service.stop(handle());
        hook_->complete(hook_, calling_.result);
      };
      const vl_status answer = get(session_, calling_);
      if (answer == VL_PENDING) return answer;
      user_service.stop(handle());
      return answer;
    };
    start();
  }

  // One step of the loop, every second one with what the protocol has to say.
  void step() {
    if (++steps_ % 2 == 1) {
      // Something else of the loop.
    } else if (!protocol.opens.empty()) {
      protocol.complete(protocol.opens, {open_ends_, 0, 0});
    } else if (!protocol.calls.empty()) {
      protocol.complete(protocol.calls, {VL_OK, 0, 0});
    } else if (!protocol.closes.empty()) {
      protocol.complete(protocol.closes, {VL_OK, 0, 0});
    }
    turn();
  }

  vl_op* hook_ = nullptr;
  recorded_op calling_;
  vl_status open_ends_;
  int steps_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(late_open_suite)

BOOST_AUTO_TEST_CASE(a_user_lives_on_a_protocol_that_opens_later) {
  whole_life s;
  for (int i = 0; i < 50 && !s.ended(); ++i)
    s.step();
  BOOST_TEST(s.ended());
  BOOST_TEST(s.opening.completions == 1);
  BOOST_TEST(s.calling_.completions == 1);
  BOOST_TEST(s.count("close") == 1);
}

BOOST_AUTO_TEST_CASE(a_session_that_fails_to_open_is_not_closed) {
  whole_life s(VL_E_CONNECT);
  for (int i = 0; i < 50 && !s.ended(); ++i)
    s.step();
  BOOST_TEST(s.ended());
  BOOST_TEST(s.opening.result.status == VL_E_CONNECT);
  BOOST_TEST(s.count("call") == 0);
  BOOST_TEST(s.count("close") == 0);
  BOOST_TEST(s.failures().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_cancelled_user_asks_the_protocol_to_give_the_open_up) {
  late_scene s;
  s.on_start = [&](vl_op* op) {
    s.opening.then = [&s, op] { op->complete(op, s.opening.result); };
    return s.open(s.opening);
  };
  s.start();
  s.user->cancel();
  BOOST_TEST(s.count("cancel call") == 1);
  BOOST_TEST(s.opening.completions == 0);  // not inside the cancel
  serve(s);
  BOOST_TEST(s.opening.result.status == VL_E_CANCELED);
  BOOST_TEST(s.count("close") == 0);
  BOOST_TEST(s.ended());
}

BOOST_AUTO_TEST_CASE(an_open_can_be_cancelled_by_its_op) {
  late_scene s;
  vl_status asked = VL_E_INVALID;
  s.on_start = [&](vl_op* op) {
    s.opening.then = [op] { op->complete(op, {VL_OK, 0, 0}); };
    const vl_status answer = s.open(s.opening);
    asked = user_service.cancel(s.handle(), &s.opening);
    return answer;
  };
  s.start();
  BOOST_TEST(asked == VL_OK);
  serve(s);
  BOOST_TEST(s.opening.result.status == VL_E_CANCELED);
  BOOST_TEST(s.ended());
}

BOOST_AUTO_TEST_CASE(an_open_that_cannot_be_cancelled_is_waited_for_and_closed) {
  late_scene s;
  s.protocol.opens_can_be_cancelled = false;
  s.on_start = [&](vl_op*) {
    s.open(s.opening);
    return vl_status{VL_E_EXCEPTION};  // without waiting for it
  };
  s.start();
  s.turn(5);
  BOOST_TEST(!s.ended());
  BOOST_TEST(s.count("cancel call") == 0);
  BOOST_TEST(s.count("destroy") == 0);
  serve(s);
  BOOST_TEST(s.opening.result.status == VL_OK);
  BOOST_TEST(s.count("close") == 1);
  BOOST_TEST(s.ended());
}

// The one that used to stop the process: a hook is over, and its session is still being opened.
BOOST_AUTO_TEST_CASE(a_hook_that_ends_before_its_session_has_opened_leaves_a_user_that_ends) {
  for (const vl_status hook_ends : {vl_status{VL_OK}, vl_status{VL_E_EXCEPTION}}) {
    late_scene s;
    s.on_stop = [&](vl_op*) {
      s.open(s.opening);
      return hook_ends;
    };
    s.start();
    serve(s);
    BOOST_TEST(s.ended());
    BOOST_TEST(s.opening.completions == 1);
    const auto destroyed = std::ranges::find(s.done, "destroy");
    const auto closed = std::ranges::find(s.done, "close");
    BOOST_TEST((closed == s.done.end() || closed < destroyed));
  }
}

BOOST_AUTO_TEST_CASE(calls_and_closes_that_are_left_over_end_before_the_state) {
  late_scene s;
  s.protocol.open_status = VL_OK;
  s.protocol.close_status = VL_PENDING;
  recorded_op calling, closing, sleeping, waiting;
  vl_session* second = nullptr;
  s.on_stop = [&](vl_op*) {
    recorded_op unused;
    BOOST_TEST(s.open(unused) == VL_OK);
    BOOST_TEST(calls_service.open(s.handle(), view_of("fake"), nullptr, &second, &unused) == VL_OK);
    BOOST_TEST(s.get(s.session_, calling) == VL_PENDING);
    BOOST_TEST(calls_service.close(second, &closing) == VL_PENDING);
    user_service.sleep_until(s.handle(), s.loop.now() + 3600 * base::second, &sleeping);
    user_service.on_stop(s.handle(), &waiting);
    return vl_status{VL_OK};
  };
  s.start();
  serve(s);
  BOOST_TEST(s.ended());
  BOOST_TEST(calling.result.status == VL_E_CANCELED);
  BOOST_TEST(closing.completions == 1);
  BOOST_TEST(sleeping.result.status == VL_E_CANCELED);
  BOOST_TEST(waiting.completions == 1);
  BOOST_TEST(s.count("close") == 2);
}

// What is left over may try again when it is cancelled: it gets refusals, and the last one too
// comes before the state is gone.
BOOST_AUTO_TEST_CASE(what_tries_again_when_it_is_left_over_is_refused_and_waited_for) {
  late_scene s;
  std::array<recorded_op, 4> tries;
  std::size_t at = 0;
  const auto next = [&] {
    if (++at < tries.size())
      user_service.sleep_until(s.handle(), s.loop.now() + 3600 * base::second, &tries[at]);
  };
  for (recorded_op& op : tries)
    op.then = next;
  s.on_stop = [&](vl_op*) {
    return user_service.sleep_until(s.handle(), s.loop.now() + 3600 * base::second, &tries[0]) ==
                   VL_PENDING
               ? vl_status{VL_OK}
               : vl_status{VL_E_EXCEPTION};
  };
  s.start();
  serve(s);
  BOOST_TEST(s.ended());
  BOOST_TEST(at == tries.size());
  for (const recorded_op& op : tries)
    BOOST_TEST(op.result.status == VL_E_CANCELED);
}

// Destroy after N: whenever the user is cancelled, once or twice, everything completes once.
BOOST_AUTO_TEST_CASE(a_user_that_is_cancelled_after_any_turn_ends_with_every_op_completed_once) {
  for (const int times : {1, 2}) {
    int turns = 0;
    for (bool reached = true; reached && turns < 40; ++turns) {
      whole_life s;
      for (int i = 0; i < turns && !s.ended(); ++i)
        s.step();
      reached = !s.ended();
      for (int i = 0; i < times && !s.ended(); ++i)
        s.user->cancel();
      serve(s);
      BOOST_TEST(s.ended());
      BOOST_TEST(s.opening.completions == 1);
      BOOST_TEST(s.calling_.completions <= 1);
      BOOST_TEST(s.count("close") == (s.opening.result.status == VL_OK ? 1 : 0));
      BOOST_TEST(s.count("destroy") == 1);
    }
    BOOST_TEST(turns > 4);
    BOOST_TEST(turns < 40);
  }
}

// Fail after N: the open fails on the turn that it comes to.
BOOST_AUTO_TEST_CASE(an_open_that_fails_after_any_turn_leaves_a_user_that_ends) {
  for (int turns = 0; turns < 6; ++turns) {
    whole_life s(VL_E_CLOSED);
    s.turn(turns);
    BOOST_TEST(!s.opening.done());
    for (int i = 0; i < 50 && !s.ended(); ++i)
      s.step();
    BOOST_TEST(s.ended());
    BOOST_TEST(s.opening.completions == 1);
    BOOST_TEST(s.count("close") == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
