#include "core/scheduler/spawn_budget.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

using veriload::base::millisecond;
using veriload::base::second;
using veriload::scheduler::spawn_budget;

namespace {

// Starts per tick of a run that wants `users` from the first tick on.
std::vector<std::uint64_t> starts(double rate, veriload::base::ns tick, std::uint64_t users,
                                  std::size_t ticks) {
  spawn_budget budget(rate, tick, 0, 1);
  std::vector<std::uint64_t> started;
  for (std::size_t k = 0; k < ticks; ++k) {
    budget.advance_to(static_cast<veriload::base::ns>(k) * tick);
    started.push_back(budget.take(users));
    users -= started.back();
  }
  return started;
}

using counts = std::vector<std::uint64_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(spawn_budget_test)

BOOST_AUTO_TEST_CASE(starts_the_rate_in_each_tick_and_the_rest_at_the_end) {
  BOOST_TEST(starts(2, second, 5, 3) == (counts{2, 2, 1}), boost::test_tools::per_element());
  BOOST_TEST(starts(10, 100 * millisecond, 10, 10) == counts(10, 1),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(saves_up_fractions_of_a_user) {
  BOOST_TEST(starts(0.5, second, 3, 6) == (counts{0, 1, 0, 1, 0, 1}),
             boost::test_tools::per_element());
  BOOST_TEST(starts(2, 300 * millisecond, 4, 7) == (counts{0, 1, 0, 1, 1, 0, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_long_tick_starts_its_whole_share) {
  BOOST_TEST(starts(2, 5 * second, 25, 3) == (counts{10, 10, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_plan_that_waited_does_not_start_everybody_at_once) {
  spawn_budget budget(3, second, 0, 1);
  budget.advance_to(100 * second);
  BOOST_TEST(budget.take(1000) == 3u);
}

BOOST_AUTO_TEST_CASE(a_late_look_catches_up) {
  spawn_budget late(4, 100 * millisecond, 0, 1);
  late.advance_to(0);
  BOOST_TEST(late.take(1) == 0u);
  late.advance_to(950 * millisecond);
  BOOST_TEST(late.take(100) == 4u);
}

BOOST_AUTO_TEST_CASE(workers_share_the_slots_of_one_rate_exactly) {
  for (const double rate : {1.0, 2.0, 7.0, 100.0}) {
    std::vector<spawn_budget> budgets;
    for (std::uint32_t w = 0; w < 3; ++w)
      budgets.emplace_back(rate, 250 * millisecond, w, 3u);
    std::uint64_t started = 0;
    for (int k = 0; k < 40; ++k) {
      for (auto& b : budgets) {
        b.advance_to(k * 250 * millisecond);
        started += b.take(1000);
      }
      BOOST_TEST(started == static_cast<std::uint64_t>(rate * 0.25 * (k + 1)));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
