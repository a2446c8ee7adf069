#include "core/report/sparkline.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using veriload::report::sparkline;

BOOST_AUTO_TEST_CASE(bars_grow_with_the_values_and_zero_is_a_blank) {
  const std::array values{0.0, 1.0, 4.0, 8.0};
  BOOST_TEST(sparkline(values, 10) == " \u2581\u2584\u2588");
}

BOOST_AUTO_TEST_CASE(a_short_peak_stays_visible_when_values_are_joined) {
  std::array<double, 100> values;
  values.fill(1.0);
  values[57] = 8.0;
  BOOST_TEST(sparkline(values, 4) == "\u2581\u2581\u2588\u2581");
}

BOOST_AUTO_TEST_CASE(nothing_gives_nothing) {
  BOOST_TEST(sparkline({}, 10) == "");
  const std::array zeros{0.0, 0.0};
  BOOST_TEST(sparkline(zeros, 10) == "  ");
  BOOST_TEST(sparkline(zeros, 0) == "");
}
