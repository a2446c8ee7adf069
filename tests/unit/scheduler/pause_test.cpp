#include "core/scheduler/pause.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using veriload::base::millisecond;
using veriload::base::ns;
using veriload::base::second;
namespace scheduler = veriload::scheduler;

namespace {

std::vector<double> seconds_of(const scheduler::pause& of, int n = 100'000) {
  veriload::base::random_stream random(42, 7);
  std::vector<double> out;
  for (int i = 0; i < n; ++i)
    out.push_back(static_cast<double>(of.draw(random)) / 1e9);
  return out;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values)
    sum += v;
  return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double v : values)
    sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pause_test)

BOOST_AUTO_TEST_CASE(a_constant_pause_takes_no_random_number) {
  veriload::base::random_stream random(1, 1);
  veriload::base::random_stream untouched(1, 1);
  BOOST_TEST(scheduler::pause::constant(3 * second).draw(random) == 3 * second);
  BOOST_TEST(random.next() == untouched.next());
}

BOOST_AUTO_TEST_CASE(a_uniform_pause_is_within_its_ends_and_even) {
  const auto values = seconds_of(scheduler::pause::uniform(second, 3 * second));
  BOOST_TEST(std::ranges::min(values) >= 1.0);
  BOOST_TEST(std::ranges::max(values) <= 3.0);
  BOOST_TEST(std::fabs(mean_of(values) - 2) < 0.01);
  BOOST_TEST(std::fabs(deviation_of(values) - 2 / std::sqrt(12.0)) < 0.01);
  for (const double v : seconds_of(scheduler::pause::uniform(second, second), 10))
    BOOST_TEST(v == 1.0);
}

BOOST_AUTO_TEST_CASE(a_normal_pause_has_its_mean_and_deviation_and_none_below_zero) {
  const auto values = seconds_of(scheduler::pause::normal(10 * second, 2 * second));
  BOOST_TEST(std::fabs(mean_of(values) - 10) < 0.04);
  BOOST_TEST(std::fabs(deviation_of(values) - 2) < 0.04);
  const auto cut = seconds_of(scheduler::pause::normal(0, second));
  BOOST_TEST(std::ranges::min(cut) == 0.0);
  BOOST_TEST(std::fabs(static_cast<double>(std::ranges::count(cut, 0.0)) / 100'000 - 0.5) < 0.01);
}

BOOST_AUTO_TEST_CASE(an_exponential_pause_has_its_mean_and_no_memory) {
  const auto values = seconds_of(scheduler::pause::exponential(2 * second));
  BOOST_TEST(std::fabs(mean_of(values) - 2) < 0.04);
  BOOST_TEST(std::fabs(deviation_of(values) - 2) < 0.05);
}

BOOST_AUTO_TEST_CASE(the_same_stream_gives_the_same_pauses) {
  BOOST_TEST(seconds_of(scheduler::pause::exponential(second), 100) ==
                 seconds_of(scheduler::pause::exponential(second), 100),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
