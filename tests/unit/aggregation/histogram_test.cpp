#include "core/aggregation/histogram.hpp"

#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace veriload::aggregation;
using namespace veriload::base;

namespace {

// The definition of the reference: nearest rank over the sorted values.
ns exact_percentile(const std::vector<ns>& sorted, double percent) {
  const auto n = static_cast<double>(sorted.size());
  const auto rank = static_cast<std::size_t>(std::max(std::ceil(percent * n / 100 - 1e-9), 1.0));
  return sorted[rank - 1];
}

void check_against_exact(const std::string& what, const std::function<ns(random_stream&)>& draw) {
  random_stream random(42, 7);
  histogram values;
  std::vector<ns> sorted;
  histogram::wide_sum sum = 0;
  for (int i = 0; i < 50'000; ++i) {
    sorted.push_back(draw(random));
    values.record(sorted.back());
    sum += sorted.back();
  }
  std::ranges::sort(sorted);
  BOOST_TEST_CONTEXT(what) {
    BOOST_TEST(values.count() == sorted.size());
    BOOST_TEST(values.min() == sorted.front());
    BOOST_TEST(values.max() == sorted.back());
    BOOST_TEST((values.sum() == sum));
    for (const double percent : {0.0, 1.0, 10.0, 50.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0}) {
      const ns exact = exact_percentile(sorted, percent);
      const ns told = values.percentile(percent);
      const double allowed = std::max(static_cast<double>(exact) * 0.001, 500.0);
      BOOST_TEST(std::abs(static_cast<double>(told - exact)) <= allowed,
                 "p" << percent << " is " << told << ", exact is " << exact);
      BOOST_TEST(told <= values.max());
      BOOST_TEST(told >= values.min());
    }
  }
}

double uniform(random_stream& random) { return static_cast<double>(random.next() >> 11) * 0x1p-53; }

}  // namespace

BOOST_AUTO_TEST_CASE(an_empty_histogram_tells_zeros_and_is_small) {
  const histogram empty;
  BOOST_TEST(empty.count() == 0);
  BOOST_TEST(empty.min() == 0);
  BOOST_TEST(empty.max() == 0);
  BOOST_TEST(empty.mean() == 0.0);
  BOOST_TEST(empty.percentile(50) == 0);
  BOOST_TEST(empty.percentile(100) == 0);
  BOOST_TEST(empty.memory() <= 256);
}

BOOST_AUTO_TEST_CASE(percentiles_are_within_a_thousandth_or_half_a_microsecond_of_the_exact_ones) {
  check_against_exact("uniform from 0 to 1 s",
                      [](random_stream& random) { return static_cast<ns>(random.below(second)); });
  check_against_exact("exponential, mean 250 us", [](random_stream& random) {
    return static_cast<ns>(-std::log(1.0 - uniform(random)) * 250'000);
  });
  check_against_exact("log-normal, median 450 ms", [](random_stream& random) {
    const double gauss = std::sqrt(-2 * std::log(1.0 - uniform(random))) *
                         std::cos(6.283185307179586 * uniform(random));
    return std::min<ns>(static_cast<ns>(450e6 * std::exp(0.6 * gauss)), histogram::highest);
  });
  check_against_exact("two peaks, 2 ms and 30 s", [](random_stream& random) {
    return random.below(100) < 97 ? 2 * millisecond + static_cast<ns>(random.below(100'000))
                                  : 30 * second + static_cast<ns>(random.below(second));
  });
  check_against_exact("one value", [](random_stream&) { return 18'500 * microsecond; });
  check_against_exact("all powers of ten to an hour", [](random_stream& random) {
    return static_cast<ns>(std::pow(10.0, uniform(random) * 12.5));
  });
}

BOOST_AUTO_TEST_CASE(takes_the_nearest_rank_without_interpolation) {
  const auto ranked = [](int n, double percent) {
    histogram values;
    for (int i = 1; i <= n; ++i)
      values.record(i * millisecond);
    return values.percentile(percent) / millisecond;
  };
  BOOST_TEST(ranked(1, 50) == 1);
  BOOST_TEST(ranked(6, 95) == 6);
  BOOST_TEST(ranked(20, 95) == 19);
  BOOST_TEST(ranked(100, 95) == 95);
  BOOST_TEST(ranked(100, 7) == 7);
  BOOST_TEST(ranked(1000, 99.9) == 999);
}

BOOST_AUTO_TEST_CASE(a_percentile_is_never_outside_minimum_and_maximum) {
  histogram values;
  values.record(18'500'123);
  BOOST_TEST(values.percentile(1) == 18'500'123);
  BOOST_TEST(values.percentile(50) == 18'500'123);
  BOOST_TEST(values.percentile(100) == 18'500'123);
}

BOOST_AUTO_TEST_CASE(a_value_above_an_hour_is_counted_and_ranks_above_all_others) {
  histogram values;
  for (int i = 0; i < 98; ++i)
    values.record(millisecond);
  values.record(histogram::highest);
  BOOST_TEST(values.out_of_range() == 0);
  values.record(histogram::highest + 1);
  BOOST_TEST(values.out_of_range() == 1);
  BOOST_TEST(values.count() == 100);
  BOOST_TEST(values.percentile(98) == millisecond);
  BOOST_TEST(values.percentile(100) == histogram::highest + 1);
  BOOST_TEST(values.max() == histogram::highest + 1);

  histogram only_far;
  only_far.record(2 * histogram::highest);
  only_far.record(3 * histogram::highest);
  BOOST_TEST(only_far.percentile(50) == 3 * histogram::highest);
}

BOOST_AUTO_TEST_CASE(two_workers_with_disjoint_values_merge_to_the_percentiles_of_the_union) {
  histogram fast;
  histogram slow;
  histogram both;
  for (int i = 0; i < 9'000; ++i) {
    fast.record(20 * millisecond + i);
    both.record(20 * millisecond + i);
  }
  for (int i = 0; i < 1'000; ++i) {
    slow.record(400 * millisecond + i * 200 * microsecond);
    both.record(400 * millisecond + i * 200 * microsecond);
  }
  histogram merged;
  merged.merge(fast);
  merged.merge(slow);
  merged.merge(histogram());
  for (const double percent : {1.0, 50.0, 89.9, 90.1, 95.0, 99.0, 100.0}) {
    BOOST_TEST(merged.percentile(percent) == both.percentile(percent));
  }
  BOOST_TEST(merged.count() == both.count());
  BOOST_TEST((merged.sum() == both.sum()));
  BOOST_TEST(merged.min() == both.min());
}

BOOST_AUTO_TEST_CASE(clear_forgets_the_values_and_keeps_the_memory) {
  histogram values;
  values.record(5 * millisecond);
  values.record(2 * histogram::highest);
  const std::size_t before = values.memory();
  values.clear();
  BOOST_TEST(values.memory() == before);
  BOOST_TEST(values.count() == 0);
  BOOST_TEST(values.out_of_range() == 0);
  values.record(5 * millisecond);
  BOOST_TEST(values.memory() == before);
  BOOST_TEST(values.percentile(50) == 5 * millisecond);
  BOOST_TEST(values.min() == 5 * millisecond);
}

BOOST_AUTO_TEST_CASE(only_the_first_value_of_a_range_takes_memory) {
  histogram values;
  values.record(5 * millisecond);
  const std::size_t once = values.memory();
  BOOST_TEST(once - histogram().memory() == 8'192);
  for (ns value = 4'100 * microsecond; value < 8 * millisecond; value += 777)
    values.record(value);
  BOOST_TEST(values.memory() == once);
}

BOOST_AUTO_TEST_CASE(the_sum_stays_exact_past_64_bits) {
  histogram values;
  histogram doubled;
  values.record(histogram::highest);
  for (int i = 0; i < 25; ++i) {  // 2^25 hours
    doubled = histogram();
    doubled.merge(values);
    values.merge(doubled);
  }
  BOOST_TEST(values.count() == 1u << 25);
  BOOST_TEST(values.mean() == static_cast<double>(histogram::highest));
}

BOOST_AUTO_TEST_CASE(a_recorded_zero_is_a_zero_also_first_and_after_clear) {
  histogram quick, plain;
  const auto same = [&] {
    return quick.count() == plain.count() && quick.min() == plain.min() &&
           quick.max() == plain.max() && quick.sum() == plain.sum() &&
           quick.percentile(50) == plain.percentile(50);
  };
  quick.record_zero();
  plain.record(histogram::zero);
  BOOST_TEST(same());
  quick.record(millisecond);
  plain.record(millisecond);
  quick.record_zero();
  plain.record(histogram::zero);
  BOOST_TEST(same());
  quick.clear();
  plain.clear();
  quick.record(second);
  plain.record(second);
  quick.record_zero();
  plain.record(histogram::zero);
  BOOST_TEST(same());
}

BOOST_AUTO_TEST_CASE(what_buckets_do_not_tell_can_be_given_back) {
  histogram was;
  for (const ns value : {1'234 * microsecond + 567, 9 * second + 1, 2 * histogram::highest})
    was.record(value);
  histogram is;
  for (std::size_t at = 0; at < histogram::chunk_count; ++at) {
    const auto counters = was.chunk(at);
    for (std::size_t i = 0; i < counters.size(); ++i) {
      if (counters[i] > 0) is.add_bucket(at * histogram::chunk_size + i, counters[i]);
    }
  }
  is.restore(was.exact());
  BOOST_TEST(is.count() == 3);
  BOOST_TEST(is.out_of_range() == 1);
  BOOST_TEST(is.min() == 1'234 * microsecond + 567);
  BOOST_TEST(is.max() == 2 * histogram::highest);
  BOOST_TEST((is.sum() == was.sum()));
  BOOST_TEST(is.percentile(60) == was.percentile(60));
  histogram none;
  none.restore(histogram().exact());
  none.record(second);
  BOOST_TEST(none.min() == second);
}
