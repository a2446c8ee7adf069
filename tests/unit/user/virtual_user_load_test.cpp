// What a plan asks of one user: arrivals, pauses, and limits of iterations.
#include "core/host/services.hpp"
#include "core/user/virtual_user.hpp"
#include "tests/unit/user/scene.hpp"

using namespace veriload;
using namespace veriload::users;
using namespace veriload::users::test;
using base::millisecond;
using base::monotonic_now;
using scheduler::pause;

namespace {

vl_status request(scene& s) {
  static vl_session* on = nullptr;
  if (s.runs <= 1) on = s.session();
  recorded_op op;
  return s.get(on, op);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(virtual_user_load_suite)

BOOST_AUTO_TEST_CASE(the_first_request_counts_from_the_arrival_and_no_other) {
  scene s;
  s.planned = monotonic_now() - 500 * millisecond;
  s.run = [&](vl_op*) {
    request(s);
    if (s.runs == 3) user_service.stop(s.handle());
    return VL_OK;
  };
  s.live();
  const auto total = s.recorder.total();
  BOOST_TEST(total.requests == 3U);
  BOOST_TEST(total.response.max() >= 500 * millisecond);
  BOOST_TEST(total.response.percentile(50) < 400 * millisecond);
}

BOOST_AUTO_TEST_CASE(a_sleep_before_the_first_request_is_no_lateness) {
  scene s;
  s.planned = monotonic_now() - 50 * millisecond;
  recorded_op slept;
  s.run = [&](vl_op* step) {
    slept.then = [&s, step] {
      request(s);
      user_service.stop(s.handle());
      s.loop.complete_later(*step, {VL_OK, 0, 0});
    };
    return user_service.sleep_until(s.handle(), monotonic_now() + 1'000 * millisecond, &slept);
  };
  s.live();
  const auto total = s.recorder.total();
  BOOST_TEST(total.response.max() >= 50 * millisecond);
  BOOST_TEST(total.response.max() < 900 * millisecond);
}

BOOST_AUTO_TEST_CASE(what_an_arrival_without_a_request_left_does_not_reach_on_stop) {
  scene s;
  s.planned = monotonic_now() - 500 * millisecond;
  vl_session* on = nullptr;
  recorded_op op;
  s.on_start = [&](vl_op*) {
    on = s.session();
    return VL_OK;
  };
  s.on_stop = [&](vl_op*) { return s.get(on, op); };
  s.live();
  BOOST_TEST(s.recorder.total().requests == 1U);
  BOOST_TEST(s.recorder.total().response.max() < 400 * millisecond);
}

BOOST_AUTO_TEST_CASE(a_user_leaves_after_its_iterations) {
  scene s;
  s.context.iterations = 3;
  s.run = [](vl_op*) { return VL_OK; };
  s.live();
  BOOST_TEST(s.runs == 3);
  BOOST_TEST(s.recorder.iterations() == 3U);
}

BOOST_AUTO_TEST_CASE(a_user_leaves_when_no_iteration_of_the_worker_is_left) {
  scene s;
  s.context.iterations_left = 2;
  s.run = [](vl_op*) { return VL_OK; };
  s.live();
  BOOST_TEST(s.runs == 2);
  BOOST_TEST(s.context.iterations_left == 0U);
}

BOOST_AUTO_TEST_CASE(think_time_lies_between_iterations_and_not_behind_the_last) {
  scene s;
  s.context.iterations = 3;
  s.context.think_time = pause::constant(40 * millisecond);
  base::ns stopped = 0;
  s.on_stop = [&](vl_op*) {
    stopped = monotonic_now();
    return VL_OK;
  };
  const base::ns start = monotonic_now();
  base::ns last_run = 0;
  s.run = [&](vl_op*) {
    last_run = monotonic_now();
    return VL_OK;
  };
  s.live();
  BOOST_TEST(last_run - start >= 80 * millisecond);
  BOOST_TEST(stopped - last_run < 40 * millisecond);
}

BOOST_AUTO_TEST_CASE(who_thinks_is_woken_when_the_run_ends) {
  scene s;
  s.context.think_time = pause::constant(3'600 * base::second);
  s.run = [](vl_op*) { return VL_OK; };
  s.start();
  s.turn(3);
  BOOST_TEST(s.runs == 1);
  s.user->ask_to_stop();
  s.run_to_end();
  BOOST_TEST(s.runs == 1);
}

BOOST_AUTO_TEST_CASE(paced_iterations_start_by_the_plan_and_late_ones_count_from_it) {
  scene s;
  s.context.iterations = 4;
  s.context.pacing = pause::constant(50 * millisecond);
  recorded_op slept;
  s.run = [&](vl_op* step) {
    if (s.runs > 1) return request(s);
    request(s);
    // The first one takes as long as four should.
    slept.then = [&s, step] { s.loop.complete_later(*step, {VL_OK, 0, 0}); };
    return user_service.sleep_until(s.handle(), monotonic_now() + 200 * millisecond, &slept);
  };
  s.live();
  const auto total = s.recorder.total();
  BOOST_TEST(total.requests == 4U);
  // Planned at 50, 100 and 150 ms, begun from 200 ms on; a plan may be up to 1 ms later.
  BOOST_TEST(total.response.max() >= 149 * millisecond);
  BOOST_TEST(total.response.percentile(50) >= 49 * millisecond);
}

BOOST_AUTO_TEST_CASE(a_pace_that_is_kept_is_not_late_and_does_not_drift) {
  scene s;
  s.context.iterations = 20;
  s.context.pacing = pause::constant(3'300 * base::microsecond);
  std::vector<base::ns> began;
  s.run = [&](vl_op*) {
    began.push_back(monotonic_now());
    return VL_OK;
  };
  s.live();
  BOOST_REQUIRE(began.size() == 20U);
  // Iteration k is planned at k * 3.3 ms, rounded up to a millisecond once, not k times.
  for (std::size_t k = 0; k < began.size(); ++k)
    BOOST_TEST(began[k] - began[0] >=
               static_cast<base::ns>(k) * 3'300 * base::microsecond - millisecond);
}

BOOST_AUTO_TEST_CASE(an_arrival_is_done_even_when_the_plan_ends_while_its_user_starts) {
  for (const bool by_itself : {false, true}) {
    scene s;
    s.planned = monotonic_now();
    s.on_start = [&](vl_op*) {
      if (by_itself) {
        user_service.stop(s.handle());
      } else {
        s.user->ask_to_stop();
      }
      return VL_OK;
    };
    s.run = [](vl_op*) { return VL_OK; };
    s.live();
    BOOST_TEST(s.runs == (by_itself ? 0 : 1));
  }
}

BOOST_AUTO_TEST_CASE(a_user_of_an_open_plan_waits_between_arrivals) {
  scene s;
  static scene* here = nullptr;
  static int waits = 0;
  here = &s;
  waits = 0;
  s.planned = monotonic_now() - 100 * millisecond;
  s.context.user_idle = [](void*, virtual_user& user) noexcept {
    ++waits;
    BOOST_TEST(&user == here->user);
  };
  s.run = [&](vl_op*) { return request(s); };
  s.start();
  s.turn(5);
  BOOST_TEST(s.runs == 1);
  BOOST_TEST(waits == 1);
  s.user->begin_iteration(monotonic_now() - 300 * millisecond);
  s.turn(5);
  BOOST_TEST(s.runs == 2);
  BOOST_TEST(waits == 2);
  BOOST_TEST(s.recorder.total().response.max() >= 300 * millisecond);
  s.user->ask_to_stop();
  s.run_to_end();
  BOOST_TEST(s.runs == 2);
}

BOOST_AUTO_TEST_SUITE_END()
