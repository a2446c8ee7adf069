#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <set>

using namespace veriload::base;

BOOST_AUTO_TEST_CASE(the_same_seed_and_stream_repeat) {
  random_stream a(42, 7);
  random_stream b(42, 7);
  for (int i = 0; i < 100; ++i)
    BOOST_TEST(a.next() == b.next());
}

BOOST_AUTO_TEST_CASE(neighbouring_seeds_and_streams_share_no_numbers) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t stream = 0; stream < 10; ++stream) {
      random_stream numbers(seed, stream);
      for (int i = 0; i < 100; ++i)
        seen.insert(numbers.next());
    }
  }
  BOOST_TEST(seen.size() == 10'000u);
}

BOOST_AUTO_TEST_CASE(below_stays_below_and_is_even) {
  random_stream numbers(1, 1);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i)
    ++counts.at(numbers.below(7));
  // Six standard deviations of a fair draw are about 556.
  for (const int count : counts)
    BOOST_TEST(std::abs(count - 10'000) < 556);
  BOOST_TEST(numbers.below(1) == 0u);
}

BOOST_AUTO_TEST_CASE(the_first_number_of_many_streams_is_even) {
  std::array<int, 10> counts{};
  for (std::uint64_t stream = 0; stream < 100'000; ++stream) {
    ++counts.at(random_stream(5, stream).below(10));
  }
  for (const int count : counts)
    BOOST_TEST(std::abs(count - 10'000) < 570);
}
