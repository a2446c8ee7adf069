#include "core/scheduler/task_choice.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using veriload::base::random_stream;
using veriload::scheduler::task_choice;

BOOST_AUTO_TEST_SUITE(task_choice_test)

BOOST_AUTO_TEST_CASE(draws_in_proportion_to_the_weights) {
  const std::array<std::uint32_t, 3> weights{1, 3, 6};
  const task_choice choice(weights);
  std::array<int, 3> seen{};
  random_stream random(42, 0);
  for (int i = 0; i < 100'000; ++i)
    ++seen[choice.draw(random)];
  BOOST_TEST(seen[0] > 9'500);
  BOOST_TEST(seen[0] < 10'500);
  BOOST_TEST(seen[1] > 29'300);
  BOOST_TEST(seen[1] < 30'700);
}

BOOST_AUTO_TEST_CASE(repeats_itself_for_one_user_and_differs_between_users) {
  const std::array<std::uint32_t, 2> weights{1, 1};
  const task_choice choice(weights);
  random_stream first(42, 7), again(42, 7), other(42, 8);
  int same = 0, differing = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto drawn = choice.draw(first);
    same += drawn == choice.draw(again);
    differing += drawn != choice.draw(other);
  }
  BOOST_TEST(same == 1000);
  BOOST_TEST(differing > 400);
  BOOST_TEST(differing < 600);
}

BOOST_AUTO_TEST_CASE(draws_nothing_where_there_is_no_choice) {
  const std::array<std::uint32_t, 1> weights{5};
  random_stream random(1, 1), untouched(1, 1);
  BOOST_TEST(task_choice(weights).draw(random) == 0u);
  BOOST_TEST(random.next() == untouched.next());
}

BOOST_AUTO_TEST_SUITE_END()
