#include "core/gates/hold_window.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <vector>

using veriload::gates::hold_window;

BOOST_AUTO_TEST_CASE(too_few_values_hold_nothing) {
  hold_window window(3, true);
  window.add(5);
  window.add(6);
  BOOST_TEST(!window.now().has_value());
  BOOST_TEST(!window.worst().has_value());
  window.add(4);
  BOOST_TEST(window.now().value() == 4.0);
  BOOST_TEST(window.values() == 3u);
}

BOOST_AUTO_TEST_CASE(one_good_second_ends_the_row) {
  hold_window window(3, true);
  for (const double value : {9, 9, 1, 9, 9})
    window.add(value);
  BOOST_TEST(window.worst().value() == 1.0);
  window.add(8);
  BOOST_TEST(window.worst().value() == 8.0);
  window.add(1);
  BOOST_TEST(window.now().value() == 1.0);
  BOOST_TEST(window.worst().value() == 8.0);
}

BOOST_AUTO_TEST_CASE(downwards_small_values_are_worse) {
  hold_window window(2, false);
  for (const double value : {500, 480, 100, 520})
    window.add(value);
  BOOST_TEST(window.worst().value() == 480.0);  // of 480, 100 the milder one
  BOOST_TEST(window.now().value() == 520.0);
}

BOOST_AUTO_TEST_CASE(it_agrees_with_looking_at_every_window) {
  std::mt19937 chance(7);
  std::uniform_int_distribution<int> value(0, 20);
  for (const std::uint32_t length : {1u, 2u, 5u, 10u}) {
    for (const bool upwards : {true, false}) {
      std::vector<double> all;
      hold_window window(length, upwards);
      for (int i = 0; i < 200; ++i) {
        all.push_back(value(chance));
        window.add(all.back());
        if (all.size() < length) continue;
        double worst = upwards ? -1 : 1e9;
        for (std::size_t begin = 0; begin + length <= all.size(); ++begin) {
          const auto from = all.begin() + static_cast<std::ptrdiff_t>(begin);
          const auto to = from + length;
          worst = upwards ? std::max(worst, *std::min_element(from, to))
                          : std::min(worst, *std::max_element(from, to));
        }
        BOOST_TEST(window.worst().value() == worst);
      }
    }
  }
}
