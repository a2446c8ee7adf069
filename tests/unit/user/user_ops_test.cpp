#include "core/user/user_op.hpp"

#include "core/host/services.hpp"
#include "tests/unit/user/scene.hpp"

using namespace veriload;
using namespace veriload::users;
using namespace veriload::users::test;
using base::second;
using host::view_of;

namespace {

// A user in its only task, which lasts until `finish`.
struct busy_scene : scene {
  busy_scene() {
    run = [this](vl_op* op) {
      task = op;
      return vl_status{VL_PENDING};
    };
    start();
    turn(2);
    BOOST_REQUIRE(task != nullptr);
  }

  void finish() {
    user->ask_to_stop();
    loop.complete_later(*task, {VL_OK, 0, 0});
    run_to_end();
  }

  vl_op* task = nullptr;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(user_ops_suite)

BOOST_AUTO_TEST_CASE(a_cancelled_sleep_completes_once_on_a_later_turn) {
  busy_scene s;
  recorded_op op;
  BOOST_TEST(user_service.sleep_until(s.handle(), s.loop.now() + 60 * second, &op) == VL_PENDING);
  BOOST_TEST(user_service.cancel(s.handle(), &op) == VL_OK);
  BOOST_TEST(user_service.cancel(s.handle(), &op) == VL_OK);
  BOOST_TEST(!op.done());
  s.turn(2);
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_E_CANCELED);
  BOOST_TEST(user_service.cancel(s.handle(), &op) == VL_E_INVALID);
  s.finish();
}

BOOST_AUTO_TEST_CASE(a_sleep_that_ends_by_itself_is_ok_and_forgotten) {
  busy_scene s;
  recorded_op op;
  user_service.sleep_until(s.handle(), 0, &op);
  s.turn();
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_OK);
  s.finish();
}

BOOST_AUTO_TEST_CASE(a_stop_notice_comes_with_the_request_and_at_once_after_it) {
  busy_scene s;
  recorded_op before, cancelled, after;
  BOOST_TEST(user_service.on_stop(s.handle(), &before) == VL_PENDING);
  BOOST_TEST(user_service.on_stop(s.handle(), &cancelled) == VL_PENDING);
  BOOST_TEST(user_service.cancel(s.handle(), &cancelled) == VL_OK);
  s.turn();
  BOOST_TEST(!before.done());
  BOOST_TEST(cancelled.result.status == VL_E_CANCELED);
  BOOST_TEST(user_service.stopping(s.handle()) == 0);
  s.user->ask_to_stop();
  s.user->ask_to_stop();
  BOOST_TEST(!before.done());
  s.turn();
  BOOST_TEST(before.completions == 1);
  BOOST_TEST(before.result.status == VL_OK);
  BOOST_TEST(user_service.stopping(s.handle()) == 1);
  BOOST_TEST(user_service.on_stop(s.handle(), &after) == VL_PENDING);
  s.user->cancel();
  s.turn();
  BOOST_TEST(after.completions == 1);
  BOOST_TEST(after.result.status == VL_OK);
  BOOST_TEST(cancelled.completions == 1);
  s.finish();
}

BOOST_AUTO_TEST_CASE(after_one_cancel_a_task_gets_no_ops_and_on_stop_still_does) {
  busy_scene s;
  vl_op* stopping = nullptr;
  s.on_stop = [&](vl_op* op) {
    stopping = op;
    return vl_status{VL_PENDING};
  };
  s.user->cancel();
  recorded_op refused, sleep, call;
  user_service.sleep_until(s.handle(), 0, &refused);
  s.turn();
  BOOST_TEST(refused.result.status == VL_E_CANCELED);
  s.loop.complete_later(*s.task, {VL_E_CANCELED, 0, 0});
  s.turn();
  BOOST_REQUIRE(stopping != nullptr);
  user_service.sleep_until(s.handle(), 0, &sleep);
  s.turn();
  BOOST_TEST(sleep.result.status == VL_OK);
  BOOST_TEST(s.get(s.session(), call) == VL_OK);
  s.loop.complete_later(*stopping, {VL_OK, 0, 0});
  s.run_to_end();
}

BOOST_AUTO_TEST_CASE(after_two_cancels_on_stop_loses_its_ops_too) {
  busy_scene s;
  vl_op* stopping = nullptr;
  recorded_op sleep, later, call;
  vl_session* session = s.session();
  s.on_stop = [&](vl_op* op) {
    stopping = op;
    user_service.sleep_until(s.handle(), s.loop.now() + 60 * second, &sleep);
    return vl_status{VL_PENDING};
  };
  s.user->cancel();
  s.loop.complete_later(*s.task, {VL_E_CANCELED, 0, 0});
  s.turn(2);
  BOOST_TEST(!sleep.done());
  s.user->cancel();
  s.turn();
  BOOST_TEST(sleep.result.status == VL_E_CANCELED);
  BOOST_TEST(user_service.sleep_until(s.handle(), 0, &later) == VL_PENDING);
  BOOST_TEST(s.get(session, call) == VL_PENDING);
  s.turn();
  BOOST_TEST(later.result.status == VL_E_CANCELED);
  BOOST_TEST(call.result.status == VL_E_CANCELED);
  s.loop.complete_later(*stopping, {VL_E_CANCELED, 0, 0});
  s.run_to_end();
  BOOST_TEST(s.failures().empty());
}

BOOST_AUTO_TEST_CASE(a_swallowed_cancellation_retried_for_ever_leaves_the_loop_turning) {
  busy_scene s;
  recorded_op again, tick;
  bool enough = false;
  int tries = 0;
  again.then = [&] {
    ++tries;
    if (!enough) user_service.sleep_until(s.handle(), 0, &again);
  };
  s.user->cancel();
  user_service.sleep_until(s.handle(), 0, &again);
  s.loop.sleep_until(s.loop.now() + base::millisecond, tick);
  loop::test::run_until(s.loop, [&] { return tick.done(); });
  BOOST_TEST(tries > 0);
  enough = true;
  s.turn(2);
  s.finish();
}

BOOST_AUTO_TEST_CASE(an_immediate_call_is_recorded_under_its_default_name) {
  busy_scene s;
  s.protocol.answer.code = 200;
  s.reply.code = 99;
  recorded_op op;
  BOOST_TEST(s.get(s.session(), op) == VL_OK);
  BOOST_TEST(!op.done());
  BOOST_TEST(s.reply.code == 200);
  BOOST_TEST(s.recorder.total().requests == 1U);
  BOOST_TEST(s.endpoints.name(0) == "GET /cart");
  s.finish();
}

BOOST_AUTO_TEST_CASE(a_pending_call_is_recorded_when_it_completes_and_only_once) {
  busy_scene s;
  s.protocol.call_status = VL_PENDING;
  recorded_op op;
  BOOST_TEST(s.get(s.session(), op) == VL_PENDING);
  BOOST_TEST(s.recorder.total().requests == 0U);
  s.protocol.complete(s.protocol.calls, {VL_E_CLOSED, 0, 7});
  s.turn();
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.value == 7U);
  BOOST_TEST(s.recorder.total().requests == 1U);
  BOOST_TEST(s.recorder.errors().kept().size() == 1U);
  s.finish();
}

BOOST_AUTO_TEST_CASE(cancelling_the_user_asks_each_call_once_to_end) {
  busy_scene s;
  s.protocol.call_status = VL_PENDING;
  s.protocol.cancels_calls = false;
  recorded_op op;
  s.get(s.session(), op);
  s.user->cancel();
  s.user->cancel();
  BOOST_TEST(std::ranges::count(s.done, "cancel call") == 1);
  s.turn();
  BOOST_TEST(!op.done());
  s.protocol.complete(s.protocol.calls, {VL_OK, 0, 0});  // the answer won the race
  s.turn();
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(op.result.status == VL_OK);
  s.finish();
}

BOOST_AUTO_TEST_CASE(a_session_without_overlap_refuses_a_second_call_unrecorded) {
  busy_scene s;
  s.protocol.call_status = VL_PENDING;
  vl_session* session = s.session();
  recorded_op first, second_op;
  vl_reply other{};
  other.struct_size = sizeof other;
  s.get(session, first);
  BOOST_TEST(calls_service.call(session, &s.request, &other, &second_op) == VL_E_MISUSE);
  s.protocol.complete(s.protocol.calls, {VL_OK, 0, 0});
  s.turn();
  BOOST_TEST(s.recorder.total().requests == 1U);
  s.protocol.table.flags = VL_PROTOCOL_OVERLAP;
  s.get(session, first);
  BOOST_TEST(calls_service.call(session, &s.request, &other, &second_op) == VL_PENDING);
  s.protocol.complete(s.protocol.calls, {VL_OK, 0, 0});
  s.protocol.complete(s.protocol.calls, {VL_OK, 0, 0});
  s.turn();
  BOOST_TEST(s.recorder.total().requests == 3U);
  s.finish();
}

BOOST_AUTO_TEST_CASE(what_a_protocol_calls_misuse_was_no_request) {
  busy_scene s;
  s.protocol.call_status = VL_E_MISUSE;
  recorded_op op;
  vl_session* session = s.session();
  BOOST_TEST(s.get(session, op) == VL_E_MISUSE);
  BOOST_TEST(s.recorder.total().requests == 0U);
  s.protocol.call_status = VL_OK;
  BOOST_TEST(s.get(session, op) == VL_OK);  // the failed one is not in flight any more
  s.finish();
}

BOOST_AUTO_TEST_CASE(structs_that_are_too_short_are_refused) {
  busy_scene s;
  vl_session* session = s.session();
  recorded_op op;
  vl_call call{};
  call.struct_size = 16;
  vl_reply reply{};
  reply.struct_size = sizeof reply;
  BOOST_TEST(calls_service.call(session, &call, &reply, &op) == VL_E_INVALID);
  call.struct_size = sizeof call;
  reply.struct_size = 16;
  BOOST_TEST(calls_service.call(session, &call, &reply, &op) == VL_E_INVALID);
  s.finish();
}

BOOST_AUTO_TEST_CASE(an_explicit_close_waits_for_the_cancelled_call) {
  busy_scene s;
  s.protocol.call_status = VL_PENDING;
  vl_session* session = s.session();
  recorded_op call, close, again;
  std::vector<std::string> order;
  call.then = [&] { order.emplace_back("call"); };
  close.then = [&] { order.emplace_back("close"); };
  s.get(session, call);
  BOOST_TEST(calls_service.close(session, &close) == VL_PENDING);
  BOOST_TEST(calls_service.close(session, &again) == VL_E_MISUSE);
  BOOST_TEST(s.get(session, again) == VL_E_MISUSE);
  s.turn(3);
  const std::vector<std::string> expected{"call", "close"};
  BOOST_TEST(order == expected, boost::test_tools::per_element());
  BOOST_TEST(call.result.status == VL_E_CANCELED);
  BOOST_TEST(close.result.status == VL_OK);
  s.finish();
  BOOST_TEST(std::ranges::count(s.done, "close") == 1);
}

BOOST_AUTO_TEST_CASE(a_closed_session_answers_misuse_and_has_no_table) {
  busy_scene s;
  vl_session* session = s.session();
  void* self = nullptr;
  BOOST_TEST(calls_service.typed(session, "fake/1", &self) != nullptr);
  BOOST_TEST(self == &s.protocol);
  BOOST_TEST(calls_service.typed(session, "fake/2", &self) == nullptr);
  s.protocol.close_status = VL_PENDING;
  recorded_op close, op;
  BOOST_TEST(calls_service.close(session, &close) == VL_PENDING);
  BOOST_TEST(s.get(session, op) == VL_E_MISUSE);
  s.protocol.complete(s.protocol.closes, {VL_OK, 0, 0});
  s.turn();
  BOOST_TEST(close.completions == 1);
  BOOST_TEST(s.get(session, op) == VL_E_MISUSE);
  BOOST_TEST(calls_service.close(session, &op) == VL_E_MISUSE);
  BOOST_TEST(calls_service.typed(session, "fake/1", &self) == nullptr);
  BOOST_TEST(!op.done());
  s.finish();
  BOOST_TEST(std::ranges::count(s.done, "close") == 1);
}

BOOST_AUTO_TEST_CASE(an_open_that_fails_or_is_pending_leaves_a_closed_session_until_it_is_done) {
  busy_scene s;
  vl_session* failed = nullptr;
  vl_session* late = nullptr;
  recorded_op op, call;
  s.protocol.open_status = VL_E_CONNECT;
  BOOST_TEST(calls_service.open(s.handle(), view_of("fake"), nullptr, &failed, &op) ==
             VL_E_CONNECT);
  BOOST_TEST(s.get(failed, call) == VL_E_MISUSE);
  s.protocol.open_status = VL_PENDING;
  BOOST_TEST(calls_service.open(s.handle(), view_of("fake"), nullptr, &late, &op) == VL_PENDING);
  BOOST_TEST(s.get(late, call) == VL_E_MISUSE);
  s.protocol.complete(s.protocol.opens, {VL_OK, 0, 0});
  s.turn();
  BOOST_TEST(op.completions == 1);
  BOOST_TEST(s.get(late, call) == VL_OK);
  s.finish();
  BOOST_TEST(std::ranges::count(s.done, "close") == 1);  // the failed one is not closed
}

BOOST_AUTO_TEST_CASE(a_protocol_that_no_plugin_provides_is_not_supported) {
  busy_scene s;
  vl_session* session = nullptr;
  recorded_op op;
  BOOST_TEST(calls_service.open(s.handle(), view_of("smtp"), nullptr, &session, &op) ==
             VL_E_UNSUPPORTED);
  s.finish();
  BOOST_TEST(!op.done());
}

BOOST_AUTO_TEST_SUITE_END()
