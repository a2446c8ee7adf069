#include "core/loop/op_inbox.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/eventfd.h>

#include <array>
#include <atomic>
#include <deque>
#include <thread>
#include <vector>

using namespace veriload::loop;

namespace {

vl_op& prepared(vl_op& op) {
  emplace_state<linked_op>(op);
  return op;
}

int length(vl_op* chain) {
  int n = 0;
  for (; chain != nullptr; chain = state_of<linked_op>(*chain).next)
    ++n;
  return n;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(op_inbox_suite)

BOOST_AUTO_TEST_CASE(hands_out_the_oldest_first_and_wakes_once_per_burst) {
  op_inbox inbox;
  std::array<vl_op, 3> ops{};
  for (vl_op& op : ops)
    BOOST_TEST(inbox.push(prepared(op)));
  eventfd_t wakes = 0;
  BOOST_TEST(::eventfd_read(inbox.wake_descriptor(), &wakes) == 0);
  BOOST_TEST(wakes == 1);
  vl_op* op = inbox.take_all();
  for (vl_op& expected : ops) {
    BOOST_TEST(op == &expected);
    op = state_of<linked_op>(*op).next;
  }
  BOOST_TEST(op == nullptr);
  BOOST_TEST(inbox.take_all() == nullptr);
}

BOOST_AUTO_TEST_CASE(refuses_after_close_and_hands_out_what_came_before) {
  op_inbox inbox;
  vl_op before{}, after{};
  BOOST_TEST(inbox.push(prepared(before)));
  BOOST_TEST(inbox.close() == &before);
  BOOST_TEST(!inbox.push(prepared(after)));
  BOOST_TEST(inbox.close() == nullptr);
}

BOOST_AUTO_TEST_CASE(loses_nothing_when_it_is_closed_under_load) {
  op_inbox inbox;
  constexpr int per_thread = 20000;
  std::deque<std::vector<vl_op>> ops;
  for (int t = 0; t < 3; ++t)
    ops.emplace_back(per_thread);
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (auto& mine : ops) {
    threads.emplace_back([&inbox, &mine, &accepted] {
      for (vl_op& op : mine)
        accepted += inbox.push(prepared(op)) ? 1 : 0;
    });
  }
  int received = 0;
  while (received < per_thread)
    received += length(inbox.take_all());
  received += length(inbox.close());
  for (std::thread& thread : threads)
    thread.join();
  BOOST_TEST(received == accepted.load());
}

BOOST_AUTO_TEST_SUITE_END()
