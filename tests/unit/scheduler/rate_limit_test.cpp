#include "core/scheduler/rate_limit.hpp"

#include <boost/test/unit_test.hpp>

using veriload::base::millisecond;
using veriload::base::second;
using veriload::scheduler::rate_limit;

BOOST_AUTO_TEST_SUITE(rate_limit_test)

BOOST_AUTO_TEST_CASE(spreads_a_burst_over_even_slots) {
  rate_limit limit(10, 1);
  BOOST_TEST(limit.take_slot(second) == second);
  BOOST_TEST(limit.take_slot(second) == second + 100 * millisecond);
  BOOST_TEST(limit.take_slot(second) == second + 200 * millisecond);
}

BOOST_AUTO_TEST_CASE(saves_nothing_up_while_nobody_asks) {
  rate_limit limit(10, 1);
  limit.take_slot(second);
  BOOST_TEST(limit.take_slot(100 * second) == 100 * second);
  BOOST_TEST(limit.take_slot(100 * second) == 100 * second + 100 * millisecond);
}

BOOST_AUTO_TEST_CASE(workers_together_stay_at_or_below_the_limit) {
  for (const double rate : {0.5, 3.0, 7.0, 1000.0}) {
    int sent = 0;
    for (int worker = 0; worker < 3; ++worker) {
      rate_limit limit(rate, 3);
      while (limit.take_slot(second) < 11 * second)
        ++sent;
    }
    BOOST_TEST(sent <= rate * 10 + 3);  // each worker's first slot is at once
    BOOST_TEST(sent >= rate * 10 - 3);
  }
}

BOOST_AUTO_TEST_SUITE_END()
