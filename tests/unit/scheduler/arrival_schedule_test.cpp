#include "core/scheduler/arrival_schedule.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <vector>

using namespace veriload::scheduler;
using veriload::base::millisecond;
using veriload::base::never;
using veriload::base::ns;
using veriload::base::second;

namespace {

std::vector<ns> walk(const arrival_schedule& schedule, std::uint32_t worker = 0,
                     std::uint32_t workers = 1) {
  std::vector<ns> out;
  for (arrival_cursor at(schedule, worker, workers); at.at() != never; at.next())
    out.push_back(at.at());
  return out;
}

arrival_schedule line(double from, double to, ns length) {
  const std::array stages{rate_stage{to, length}};
  return arrival_schedule::constant(from, stages);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arrival_schedule_test)

BOOST_AUTO_TEST_CASE(a_constant_rate_gives_even_distances_from_the_first_instant) {
  BOOST_TEST(walk(line(4, 4, second)) ==
                 (std::vector<ns>{0, 250 * millisecond, 500 * millisecond, 750 * millisecond}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_of_a_billion_is_as_exact_as_the_first) {
  // 3 per second have no exact distance in nanoseconds; each instant is rounded by itself.
  const auto all = walk(line(3, 3, 1'000 * second));
  BOOST_TEST(all.size() == 3'000U);
  for (std::size_t k = 0; k < all.size(); ++k)
    BOOST_TEST(all[k] == static_cast<ns>(k) * second / 3);
  const auto schedule = line(1e6, 1e6, 1'000'000'000 * second);
  BOOST_TEST(std::fabs(schedule.wanted_by(999'999'999 * second) - 1e6 * 999'999'999) < 1);
}

BOOST_AUTO_TEST_CASE(a_straight_line_of_the_rate_is_followed) {
  // From 0 to 100 per second in 10 s: k arrivals have come at sqrt(k / 5).
  const auto up = walk(line(0, 100, 10 * second));
  BOOST_REQUIRE(up.size() == 500U);
  for (std::size_t k = 0; k < up.size(); ++k) {
    const double exact = std::sqrt(static_cast<double>(k) / 5);
    BOOST_TEST(std::fabs(static_cast<double>(up[k]) / 1e9 - exact) <= 2e-9);
  }
  // Down again: the same distances in the other direction.
  const auto down = walk(line(100, 0, 10 * second));
  BOOST_REQUIRE(down.size() == 500U);
  for (std::size_t k = 0; k < down.size(); ++k) {
    const double exact = 10 - std::sqrt((500 - static_cast<double>(k)) / 5);
    BOOST_TEST(std::fabs(static_cast<double>(down[k]) / 1e9 - exact) <= 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(stages_jump_pause_and_go_on) {
  // 2/s for 1 s, nobody for 2 s, 4/s for half a second.
  const std::array stages{rate_stage{2, second}, rate_stage{0, 0}, rate_stage{0, 2 * second},
                          rate_stage{4, 0}, rate_stage{4, second / 2}};
  const auto schedule = arrival_schedule::constant(2, stages);
  BOOST_TEST(schedule.duration() == 7 * second / 2);
  BOOST_TEST(
      walk(schedule) == (std::vector<ns>{0, second / 2, 3 * second, 3 * second + second / 4}),
      boost::test_tools::per_element());
  BOOST_TEST(schedule.wanted_by(2 * second) == 2.0);
  BOOST_TEST(schedule.wanted_by(10 * second) == 4.0);
}

BOOST_AUTO_TEST_CASE(the_parts_of_workers_are_disjoint_and_together_the_whole) {
  const std::array stages{rate_stage{50, 2 * second}, rate_stage{10, 3 * second}};
  for (const auto& schedule :
       {arrival_schedule::constant(20, stages), arrival_schedule::poisson(20, stages, 7),
        arrival_schedule::trace({0, 5, 5, 9, second})}) {
    const auto whole = walk(schedule);
    for (const std::uint32_t workers : {1U, 2U, 3U, 8U}) {
      std::vector<ns> together(whole.size());
      std::size_t seen = 0;
      for (std::uint32_t w = 0; w < workers; ++w) {
        const auto part = walk(schedule, w, workers);
        for (std::size_t i = 0; i < part.size(); ++i)
          together.at(i * workers + w) = part[i];
        seen += part.size();
      }
      BOOST_TEST(seen == whole.size());
      BOOST_TEST(together == whole, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_poisson_schedule_has_the_counts_and_the_gaps_of_one) {
  const std::array stages{rate_stage{1000, 100 * second}};
  const auto all = walk(arrival_schedule::poisson(1000, stages, 42));
  const auto n = static_cast<double>(all.size());
  BOOST_TEST(std::fabs(n - 100'000) < 5 * std::sqrt(100'000.0));
  BOOST_TEST(std::ranges::is_sorted(all));
  // Share of gaps longer than the mean: 1/e; longer than three times the mean: 1/e^3.
  for (const double times : {0.1, 1.0, 3.0}) {
    double longer = 0;
    for (std::size_t k = 1; k < all.size(); ++k)
      longer += static_cast<double>(all[k] - all[k - 1]) > times * 1e6;
    const double expected = std::exp(-times);
    BOOST_TEST(std::fabs(longer / n - expected) < 5 * std::sqrt(expected * (1 - expected) / n));
  }
}

BOOST_AUTO_TEST_CASE(counts_of_a_poisson_schedule_vary_as_much_as_their_mean) {
  const std::array stages{rate_stage{1000, 100 * second}};
  constexpr int seeds = 20;
  double variance = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    std::array<double, 100> counts{};
    for (const ns at : walk(arrival_schedule::poisson(1000, stages, seed)))
      counts.at(static_cast<std::size_t>(at / second)) += 1;
    for (const double count : counts)
      variance += (count - 1000) * (count - 1000) / (100 * seeds);
  }
  BOOST_TEST(std::fabs(variance - 1000) < 5 * 1000 * std::sqrt(2.0 / (100 * seeds)));
}

BOOST_AUTO_TEST_CASE(a_poisson_schedule_is_a_function_of_the_seed) {
  const std::array stages{rate_stage{100, 10 * second}};
  const auto of = [&](std::uint64_t seed) {
    return walk(arrival_schedule::poisson(100, stages, seed));
  };
  BOOST_TEST(of(1) == of(1), boost::test_tools::per_element());
  BOOST_TEST((of(1) != of(2)));
}

BOOST_AUTO_TEST_CASE(a_changing_poisson_rate_puts_arrivals_where_it_is_high) {
  const std::array stages{rate_stage{1000, 100 * second}};
  const auto schedule = arrival_schedule::poisson(0, stages, 3);
  const auto all = walk(schedule);
  // A quarter of the area lies in the first half.
  const auto half = std::ranges::lower_bound(all, 50 * second) - all.begin();
  BOOST_TEST(std::fabs(static_cast<double>(half) - 12'500) < 5 * std::sqrt(12'500.0));
  BOOST_TEST(std::fabs(schedule.wanted_by(50 * second) - 12'500) < 1e-3);
}

BOOST_AUTO_TEST_CASE(a_trace_is_kept_as_it_is) {
  const auto schedule = arrival_schedule::trace({0, 3, 3, second});
  BOOST_TEST(schedule.duration() == second + 1);
  BOOST_TEST(walk(schedule) == (std::vector<ns>{0, 3, 3, second}),
             boost::test_tools::per_element());
  BOOST_TEST(schedule.wanted_by(3) == 1.0);
  BOOST_TEST(schedule.wanted_by(4) == 3.0);
}

BOOST_AUTO_TEST_CASE(a_worker_without_an_arrival_has_none) {
  BOOST_TEST(walk(arrival_schedule::trace({5}), 1, 2).empty());
}

BOOST_AUTO_TEST_SUITE_END()
