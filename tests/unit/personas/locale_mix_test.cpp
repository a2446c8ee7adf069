#include "core/personas/locale_mix.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <set>
#include <vector>

namespace veriload::personas {

BOOST_AUTO_TEST_SUITE(locale_mixes)

constexpr std::array<double, 4> weights{0.6, 0.25, 0.1, 0.05};

BOOST_AUTO_TEST_CASE(shares_of_the_pool_are_exact) {
  for (const std::uint64_t size : {1u, 10u, 1000u, 12'347u}) {
    const locale_mix mix(size, weights, draw_source(42, 1));
    std::array<std::uint64_t, 4> counts{};
    for (std::uint64_t i = 0; i < size; ++i)
      ++counts[mix.at(i).locale];
    for (std::uint32_t k = 0; k < 4; ++k) {
      BOOST_TEST(counts[k] == mix.count(k));
      BOOST_TEST(
          std::abs(static_cast<double>(counts[k]) - weights[k] * static_cast<double>(size)) <= 1.0);
    }
  }
}

BOOST_AUTO_TEST_CASE(ranks_number_the_personas_of_a_locale) {
  const locale_mix mix(5003, weights, draw_source(7, 1));
  std::array<std::set<std::uint64_t>, 4> ranks;
  for (std::uint64_t i = 0; i < 5003; ++i) {
    const locale_mix::place at = mix.at(i);
    BOOST_TEST_REQUIRE(ranks[at.locale].insert(at.rank).second);
  }
  for (std::uint32_t k = 0; k < 4; ++k) {
    BOOST_TEST(ranks[k].size() == mix.count(k));
    BOOST_TEST(*ranks[k].rbegin() == mix.count(k) - 1);
  }
}

BOOST_AUTO_TEST_CASE(every_prefix_has_the_shares) {
  const locale_mix mix(1'000'000, weights, draw_source(42, 1));
  std::array<int, 4> counts{};
  for (std::uint64_t n = 1; n <= 2000; ++n) {
    ++counts[mix.at(n - 1).locale];
    for (std::size_t k = 0; k < 4; ++k) {
      // At whole windows to within 1, inside one to within what a window has of the locale.
      const double most = n % 16 == 0 ? 1.0 : 1.0 + 16 * weights[k];
      BOOST_TEST_REQUIRE(std::abs(counts[k] - weights[k] * static_cast<double>(n)) <= most);
    }
  }
}

// Two equal locales and two workers: a plain alternation would give each worker one of them.
BOOST_AUTO_TEST_CASE(every_worker_has_the_shares) {
  const std::array<double, 2> halves{1, 1};
  const locale_mix mix(100'000, halves, draw_source(42, 1));
  for (const std::uint64_t workers : {2u, 4u, 8u, 16u, 32u}) {
    int first = 0;
    for (std::uint64_t i = 0; i < 1000; ++i)
      first += mix.at(i * workers).locale == 0 ? 1 : 0;
    BOOST_TEST(std::abs(first - 500) < 60);  // 3.8 standard deviations; the seed is fixed
  }
}

BOOST_AUTO_TEST_CASE(one_locale_is_the_whole_pool) {
  const std::array<double, 1> one{3};
  const locale_mix mix(100, one, draw_source(42, 1));
  BOOST_TEST(mix.count(0) == 100u);
  BOOST_TEST(mix.at(99).rank == 99u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas
