#include <veriload/task.hpp>

#include <veriload/op.hpp>
#include <veriload/spawn.hpp>

#include <veriload/testing/watched_op.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using namespace veriload;
using testing::watched_op;

namespace {

/// An operation that a test completes by hand.
struct manual {
  vl_op* pending = nullptr;

  auto wait() {
    return op_awaiter([this](vl_op* op) -> vl_status {
      pending = op;
      return VL_PENDING;
    });
  }
  void complete(vl_status status = VL_OK) {
    vl_op* op = std::exchange(pending, nullptr);
    op->complete(op, vl_result{status, 3, 4});
  }
};

struct failure_log {
  std::string text;
  static void add(void* self, vl_status, std::string_view kind, std::string_view message) {
    static_cast<failure_log*>(self)->text.append(kind).append(": ").append(message);
  }
};

template <class Make>
vl_status run(task_slot& slot, watched_op& op, failure_log& log, Make make) {
  return spawn(slot, &op, &failure_log::add, &log, make);
}

task<int> give(int value) { co_return value; }
task<std::unique_ptr<int>> give_owned(int value) { co_return std::make_unique<int>(value); }
task<int> after(manual& gate, int value) {
  co_await gate.wait();
  co_return value;
}
task<> fail_after(manual& gate) {
  co_await gate.wait();
  throw std::runtime_error("gone");
}
task<> store(int& into, task<int> from) { into = co_await std::move(from); }

task<> many_immediate_awaits(long& sum, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    const int value = co_await give(1);
    sum += value;
  }
}

task<> set_flag(bool& flag) {
  flag = true;
  co_return;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tasks)

BOOST_AUTO_TEST_CASE(does_not_run_before_it_is_awaited_and_may_be_dropped) {
  bool ran = false;
  { task<> never = set_flag(ran); }
  BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(gives_a_value_at_once_when_nothing_suspends) {
  task_slot slot;
  watched_op op;
  failure_log log;
  int into = 0;
  BOOST_TEST(run(slot, op, log, [&] { return store(into, give(5)); }) == VL_OK);
  BOOST_TEST(into == 5);
  BOOST_TEST(!op.result.has_value());
  BOOST_TEST(!slot.busy());
}

BOOST_AUTO_TEST_CASE(completes_the_op_once_when_the_body_suspended) {
  task_slot slot;
  watched_op op;
  failure_log log;
  manual gate;
  int into = 0;
  BOOST_TEST(run(slot, op, log, [&] { return store(into, after(gate, 9)); }) == VL_PENDING);
  BOOST_TEST(slot.busy());
  gate.complete();
  BOOST_REQUIRE(op.result.has_value());
  BOOST_TEST(op.result->status == VL_OK);
  BOOST_TEST(into == 9);
  BOOST_TEST(!slot.busy());
}

BOOST_AUTO_TEST_CASE(refuses_a_second_run_while_one_is_pending) {
  task_slot slot;
  watched_op op;
  watched_op other;
  failure_log log;
  manual gate;
  BOOST_TEST(run(slot, op, log, [&] { return fail_after(gate); }) == VL_PENDING);
  BOOST_TEST(run(slot, other, log, [&] { return fail_after(gate); }) == VL_E_MISUSE);
  gate.complete();
  BOOST_TEST(op.result->status == VL_E_EXCEPTION);
}

BOOST_AUTO_TEST_CASE(an_exception_becomes_a_status_and_a_reason) {
  task_slot slot;
  watched_op op;
  failure_log log;
  manual gate;
  BOOST_TEST(run(slot, op, log, [&] { return fail_after(gate); }) == VL_PENDING);
  gate.complete();
  BOOST_TEST(op.result->status == VL_E_EXCEPTION);
  BOOST_TEST(log.text == "std::runtime_error: gone");
}

BOOST_AUTO_TEST_CASE(an_exception_passes_through_awaits_and_can_be_caught_there) {
  static const auto body = [](std::string& seen, manual& gate) -> task<> {
    try {
      co_await fail_after(gate);
    } catch (const std::runtime_error& e) {
      seen = e.what();
    }
  };
  task_slot slot;
  watched_op op;
  failure_log log;
  manual gate;
  std::string seen;
  BOOST_TEST(run(slot, op, log, [&] { return body(seen, gate); }) == VL_PENDING);
  gate.complete();
  BOOST_TEST(seen == "gone");
  BOOST_TEST(op.result->status == VL_OK);
}

BOOST_AUTO_TEST_CASE(move_only_values_come_out) {
  static const auto body = [](int& into) -> task<> {
    const std::unique_ptr<int> owned = co_await give_owned(11);
    into = *owned;
  };
  task_slot slot;
  watched_op op;
  failure_log log;
  int into = 0;
  BOOST_TEST(run(slot, op, log, [&] { return body(into); }) == VL_OK);
  BOOST_TEST(into == 11);
}

BOOST_AUTO_TEST_CASE(awaiting_twice_or_a_moved_from_task_is_an_error_not_a_crash) {
  static const auto twice = [](int& found) -> task<> {
    task<int> once = give(1);
    found += co_await std::move(once);
    found += co_await std::move(once);  // NOLINT(bugprone-use-after-move)
  };
  static const auto moved = [](int& found) -> task<> {
    task<int> first = give(1);
    task<int> second = std::move(first);
    found += co_await std::move(second);
    found += co_await std::move(first);  // NOLINT(bugprone-use-after-move)
  };
  task_slot slot;
  watched_op op;
  failure_log log;
  int found = 0;
  BOOST_TEST(run(slot, op, log, [&] { return twice(found); }) == VL_E_MISUSE);
  BOOST_TEST(log.text == "task: awaited a task that has ended");
  log.text.clear();
  BOOST_TEST(run(slot, op, log, [&] { return moved(found); }) == VL_E_MISUSE);
  BOOST_TEST(log.text == "task: awaited a task that was moved from");
  BOOST_TEST(found == 2);
}

BOOST_AUTO_TEST_CASE(a_long_loop_of_immediate_awaits_does_not_grow_the_stack) {
  task_slot slot;
  watched_op op;
  failure_log log;
  long sum = 0;
  BOOST_TEST(run(slot, op, log, [&] { return many_immediate_awaits(sum, 1'000'000); }) == VL_OK);
  BOOST_TEST(sum == 1'000'000);
}

BOOST_AUTO_TEST_CASE(the_op_gets_status_native_and_value) {
  static const auto body = [](vl_result& into, manual& gate) -> task<> {
    into = co_await gate.wait();
  };
  task_slot slot;
  watched_op op;
  failure_log log;
  manual gate;
  vl_result got{};
  BOOST_TEST(run(slot, op, log, [&] { return body(got, gate); }) == VL_PENDING);
  gate.complete(VL_E_TIMEOUT);
  BOOST_TEST(got.status == VL_E_TIMEOUT);
  BOOST_TEST(got.native == 3);
  BOOST_TEST(got.value == 4u);
}

BOOST_AUTO_TEST_CASE(the_owner_of_the_slot_may_end_inside_complete) {
  struct owner {
    task_slot slot;
    manual gate;
    failure_log log;
  };
  struct ending_op : vl_op {
    std::unique_ptr<owner> owned = std::make_unique<owner>();
    bool ended = false;
    ending_op() : vl_op{&completed, nullptr, {}} {}
    static void completed(vl_op* op, vl_result) noexcept {
      auto* self = static_cast<ending_op*>(op);
      self->owned.reset();
      self->ended = true;
    }
  } op;
  owner& held = *op.owned;
  BOOST_TEST(spawn(held.slot, &op, &failure_log::add, &held.log,
                   [&] { return fail_after(held.gate); }) == VL_PENDING);
  vl_op* pending = std::exchange(held.gate.pending, nullptr);
  pending->complete(pending, vl_result{});
  BOOST_TEST(op.ended);
}

BOOST_AUTO_TEST_CASE(the_next_run_may_start_inside_complete) {
  struct chain : vl_op {
    task_slot slot;
    manual gate;
    failure_log log;
    int rounds = 0;
    chain() : vl_op{&completed, nullptr, {}} {}
    vl_status start() {
      return spawn(slot, this, &failure_log::add, &log, [this] { return fail_after(gate); });
    }
    static void completed(vl_op* op, vl_result) noexcept {
      auto* self = static_cast<chain*>(op);
      if (++self->rounds < 3) self->start();
    }
  } op;
  BOOST_TEST(op.start() == VL_PENDING);
  for (int i = 0; i < 3; ++i)
    op.gate.complete();
  BOOST_TEST(op.rounds == 3);
}

BOOST_AUTO_TEST_SUITE_END()
