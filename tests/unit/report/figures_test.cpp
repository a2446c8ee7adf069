#include "core/report/figures.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace veriload::report;
using namespace veriload::base;

BOOST_AUTO_TEST_CASE(counts_have_a_comma_every_three_digits) {
  BOOST_TEST(count_text(0) == "0");
  BOOST_TEST(count_text(999) == "999");
  BOOST_TEST(count_text(1'000) == "1,000");
  BOOST_TEST(count_text(1'234'567) == "1,234,567");
}

BOOST_AUTO_TEST_CASE(rates_keep_what_matters) {
  BOOST_TEST(rate_text(0) == "0");
  BOOST_TEST(rate_text(0.25) == "0.25");
  BOOST_TEST(rate_text(133.33) == "133.3");
  BOOST_TEST(rate_text(999.96) == "1,000");
  BOOST_TEST(rate_text(12'345.6) == "12,346");
  BOOST_TEST(rate_text(-2.5) == "-2.50");
  BOOST_TEST(rate_text(1e20) == "1e+20");
  BOOST_TEST(rate_text(std::numeric_limits<double>::quiet_NaN()).find("nan") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(lengths_have_three_digits_in_the_fitting_unit) {
  BOOST_TEST(length_text(0) == "0 ms");
  BOOST_TEST(length_text(850 * microsecond) == "850 us");
  BOOST_TEST(length_text(999'600) == "1.00 ms");
  BOOST_TEST(length_text(18'500'000) == "18.5 ms");
  BOOST_TEST(length_text(9'996'000) == "10.0 ms");
  BOOST_TEST(length_text(240 * millisecond) == "240 ms");
  BOOST_TEST(length_text(999'600'000) == "1.00 s");
  BOOST_TEST(length_text(30 * second) == "30.0 s");
  BOOST_TEST(length_text(900 * second) == "15.0 min");
}

BOOST_AUTO_TEST_CASE(bytes_are_in_powers_of_a_thousand) {
  BOOST_TEST(bytes_text(0) == "0 B");
  BOOST_TEST(bytes_text(999) == "999 B");
  BOOST_TEST(bytes_text(1'210) == "1.21 kB");
  BOOST_TEST(bytes_text(999'900) == "1.00 MB");
  BOOST_TEST(bytes_text(186'000'000) == "186 MB");
}

BOOST_AUTO_TEST_CASE(a_share_is_nothing_or_all_only_when_it_is) {
  BOOST_TEST(share_text(0) == "0 %");
  BOOST_TEST(share_text(1) == "100 %");
  BOOST_TEST(share_text(1e-9) == "< 0.01 %");
  BOOST_TEST(share_text(1 - 1e-9) == "99.99 %");
  BOOST_TEST(share_text(0.0067) == "0.67 %");
  BOOST_TEST(share_text(0.166) == "16.6 %");
}
