#include <veriload/testing/fake_loop.hpp>

#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace veriload::testing;

namespace {

constexpr vl_ns second = 1'000'000'000;

struct fixture {
  fake_loop loop;
  const vl_loop_v1& table = fake_loop::table();
  vl_loop* handle = loop.handle();

  vl_status sleep(watched_op& op, vl_ns length) {
    const vl_ns until = loop.time + length;
    return op.start([&](vl_op* o) { return table.sleep_until(handle, until, o); });
  }
  vl_status post(watched_op& op) {
    return op.start([&](vl_op* o) { return table.post(handle, o); });
  }
  bool complained(const char* text) const {
    return std::ranges::any_of(loop.misuse,
                               [&](const std::string& one) { return one.find(text) != one.npos; });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fake_loops, fixture)

BOOST_AUTO_TEST_CASE(time_moves_to_what_is_next_and_never_further) {
  watched_op late, early;
  sleep(late, 2 * second);
  sleep(early, second);
  loop.settle();
  BOOST_TEST(!early.done());
  loop.advance(second + second / 2);
  BOOST_TEST(early.done());
  BOOST_TEST(!late.done());
  BOOST_TEST(table.now(handle) == 1 * second + second + second / 2);
  loop.run_until_idle();
  BOOST_TEST(late.done());
  BOOST_TEST(loop.time == 3 * second);
}

BOOST_AUTO_TEST_CASE(what_is_due_happens_in_the_order_of_its_start_or_in_a_drawn_one) {
  const auto order = [](std::uint64_t seed) {
    fake_loop other;
    if (seed != 0) other.reorder(seed);
    watched_op ops[8];
    std::string seen;
    for (int i = 0; i < 8; ++i) {
      ops[i].then = [&seen, i] { seen += static_cast<char>('0' + i); };
      ops[i].start([&](vl_op* o) { return fake_loop::table().post(other.handle(), o); });
    }
    other.settle();
    return seen;
  };
  BOOST_TEST(order(0) == "01234567");
  BOOST_TEST(order(5) != order(0));
  BOOST_TEST(order(5) == order(5));
  BOOST_TEST(order(5).size() == 8u);
}

BOOST_AUTO_TEST_CASE(a_cancel_comes_in_time_or_too_late_and_completes_later) {
  watched_op in_time, too_late;
  sleep(in_time, second);
  in_time.during([&] { BOOST_TEST(table.cancel(handle, &in_time) == VL_OK); });
  loop.settle();
  BOOST_TEST(in_time.status() == VL_E_CANCELED);
  BOOST_TEST(in_time.broken() == "");
  BOOST_TEST(table.cancel(handle, &in_time) == VL_E_INVALID);
  loop.let_cancel_lose(true);
  post(too_late);
  BOOST_TEST(table.cancel(handle, &too_late) == VL_OK);
  loop.settle();
  BOOST_TEST(too_late.status() == VL_OK);
}

BOOST_AUTO_TEST_CASE(posted_and_cancelled_ops_may_take_their_time) {
  watched_op op;
  loop.delay(second);
  post(op);
  loop.settle();
  BOOST_TEST(!op.done());
  loop.advance(second);
  BOOST_TEST(op.done());
}

BOOST_AUTO_TEST_CASE(a_descriptor_is_ready_when_the_test_says_so) {
  watched_op reader, second_reader, writer;
  BOOST_TEST(reader.start([&](vl_op* o) { return table.fd_ready(handle, 7, VL_FD_READ, o); }) ==
             VL_PENDING);
  BOOST_TEST(writer.start([&](vl_op* o) { return table.fd_ready(handle, 7, VL_FD_WRITE, o); }) ==
             VL_PENDING);
  BOOST_TEST(second_reader.start([&](vl_op* o) {
    return table.fd_ready(handle, 7, VL_FD_READ, o);
  }) == VL_E_MISUSE);
  loop.run_until_idle();
  BOOST_TEST(!reader.done());
  loop.set_ready(7, VL_FD_READ);
  loop.run_until_idle();
  BOOST_TEST(reader.result->value == std::uint64_t(VL_FD_READ));
  BOOST_TEST(!writer.done());
  table.cancel(handle, &writer);
  loop.run_until_idle();
  BOOST_TEST(writer.status() == VL_E_CANCELED);
}

BOOST_AUTO_TEST_CASE(offloaded_work_runs_when_its_turn_comes_or_on_demand) {
  int runs = 0;
  vl_work work{[](vl_work* w) noexcept {
                 ++*static_cast<int*>(w->user);
                 return vl_result{VL_OK, 0, 42};
               },
               &runs};
  watched_op op;
  op.start([&](vl_op* o) { return table.offload(handle, &work, o); });
  BOOST_TEST(runs == 0);
  loop.settle();
  BOOST_TEST(op.result->value == 42u);
  loop.hold_offloaded(true);
  op.start([&](vl_op* o) { return table.offload(handle, &work, o); });
  loop.run_until_idle();
  BOOST_TEST(!op.done());
  loop.run_offloaded();
  loop.run_until_idle();
  BOOST_TEST(op.done());
  op.start([&](vl_op* o) { return table.offload(handle, &work, o); });
  table.cancel(handle, &op);
  loop.run_until_idle();
  BOOST_TEST(op.status() == VL_E_CANCELED);
  BOOST_TEST(runs == 2);
}

BOOST_AUTO_TEST_CASE(the_operation_with_the_number_fails_and_no_other) {
  loop.fail_at(1);
  watched_op ops[3];
  BOOST_TEST(sleep(ops[0], 1) == VL_PENDING);
  BOOST_TEST(sleep(ops[1], 1) == VL_E_NOMEM);
  BOOST_TEST(sleep(ops[2], 1) == VL_PENDING);
  BOOST_TEST(loop.failed());
  loop.run_until_idle();
}

BOOST_AUTO_TEST_CASE(an_interruption_comes_once_between_two_steps) {
  int calls = 0;
  watched_op ops[3];
  loop.after_steps(2, [&] { ++calls; });
  for (watched_op& op : ops)
    post(op);
  loop.step();
  loop.step();
  BOOST_TEST(calls == 0);
  loop.run_until_idle();
  BOOST_TEST(calls == 1);
  BOOST_TEST(loop.steps() == 3);
}

BOOST_AUTO_TEST_CASE(a_loop_that_has_ended_takes_no_posts) {
  watched_op op;
  loop.shut_down();
  BOOST_TEST(post(op) == VL_E_SHUTDOWN);
}

BOOST_AUTO_TEST_CASE(an_op_that_is_used_again_while_it_is_pending_is_a_complaint) {
  watched_op op;
  sleep(op, second);
  BOOST_TEST(table.post(handle, &op) == VL_E_MISUSE);
  BOOST_TEST(complained("loop.post: the op is still pending in loop.sleep_until"));
  loop.run_until_idle();
  BOOST_TEST(op.completions == 1);
}

BOOST_AUTO_TEST_CASE(an_op_without_a_function_is_a_complaint) {
  vl_op op{};
  BOOST_TEST(table.post(handle, &op) == VL_E_MISUSE);
  BOOST_TEST(table.post(handle, nullptr) == VL_E_MISUSE);
  BOOST_TEST(complained("no function to complete"));
  BOOST_TEST(complained("found NULL"));
}

BOOST_AUTO_TEST_CASE(host_words_that_are_written_while_pending_are_a_complaint) {
  watched_op op;
  post(op);
  op.host[3] = nullptr;
  loop.settle();
  BOOST_TEST(complained("host[] was written"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(watched_ops)

BOOST_AUTO_TEST_CASE(a_completion_inside_the_start_is_told) {
  watched_op op;
  op.start([](vl_op* o) {
    o->complete(o, {VL_OK, 0, 0});
    return vl_status{VL_PENDING};
  });
  BOOST_TEST(op.broken().find("inside a call") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_second_completion_is_told) {
  watched_op op;
  op.start([](vl_op*) { return vl_status{VL_PENDING}; });
  op.complete(&op, {VL_OK, 0, 0});
  BOOST_TEST(op.broken() == "");
  op.complete(&op, {VL_OK, 0, 0});
  BOOST_TEST(op.broken() == "completed although it was not pending");
}

BOOST_AUTO_TEST_CASE(a_completion_after_another_answer_is_told) {
  watched_op op;
  op.start([](vl_op*) { return vl_status{VL_OK}; });
  op.complete(&op, {VL_OK, 0, 0});
  BOOST_TEST(op.broken() == "completed although it was not pending");
}

BOOST_AUTO_TEST_CASE(a_completion_inside_a_cancel_is_told) {
  watched_op op;
  op.start([](vl_op*) { return vl_status{VL_PENDING}; });
  op.during([&] { op.complete(&op, {VL_E_CANCELED, 0, 0}); });
  BOOST_TEST(op.broken().find("inside a call") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
