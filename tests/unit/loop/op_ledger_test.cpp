#include "core/loop/op_ledger.hpp"

#include "tests/unit/loop/recorded_op.hpp"

#include <cstring>
#include <memory>
#include <vector>

using namespace veriload::loop;
using test::recorded_op;

BOOST_AUTO_TEST_SUITE(op_ledger_suite)

BOOST_AUTO_TEST_CASE(completes_in_order_with_the_given_results_and_only_when_run) {
  op_ledger ledger;
  recorded_op a, b;
  std::vector<char> order;
  a.then = [&] { order.push_back('a'); };
  b.then = [&] { order.push_back('b'); };
  ledger.complete_later(a, {VL_E_STATUS, 404, 7});
  ledger.complete_later(b, {VL_OK, 0, 0});
  BOOST_TEST(ledger.pending() == 2);
  BOOST_TEST(!a.done());
  ledger.run_ready(10);
  BOOST_TEST((order == std::vector<char>{'a', 'b'}));
  BOOST_TEST(a.result.status == VL_E_STATUS);
  BOOST_TEST(a.result.native == 404);
  BOOST_TEST(a.result.value == 7);
  BOOST_TEST(ledger.pending() == 0);
}

BOOST_AUTO_TEST_CASE(runs_no_more_than_the_limit) {
  op_ledger ledger;
  recorded_op again;
  again.then = [&] { ledger.complete_later(again, {}); };
  ledger.complete_later(again, {});
  ledger.run_ready(5);
  BOOST_TEST(again.completions == 5);
  BOOST_TEST(ledger.any_ready());
}

BOOST_AUTO_TEST_CASE(an_op_may_be_freed_inside_its_completion) {
  op_ledger ledger;
  auto* op = new recorded_op;
  op->complete = [](vl_op* self, vl_result) noexcept { delete static_cast<recorded_op*>(self); };
  ledger.complete_later(*op, {});
  ledger.run_ready(1);
  BOOST_TEST(ledger.pending() == 0);
}

BOOST_AUTO_TEST_CASE(tells_a_pending_op_from_a_new_a_completed_a_copied_and_a_foreign_one) {
  op_ledger ledger, other;
  recorded_op op;
  std::memset(op.host, 0xa5, sizeof op.host);
  BOOST_TEST(!ledger.holds(op));
  ledger.complete_later(op, {});
  BOOST_TEST(ledger.holds(op));
  BOOST_TEST(!other.holds(op));
  const vl_op copy = op;
  BOOST_TEST(!ledger.holds(copy));
  ledger.run_ready(1);
  BOOST_TEST(!ledger.holds(op));
}

BOOST_AUTO_TEST_SUITE_END()
