#include "core/personas/draws/exact_cut.hpp"

#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

namespace veriload::personas {

namespace {

cut_place cut(std::uint64_t place, std::uint64_t size, const std::vector<std::uint32_t>& cumulative,
              std::uint64_t start) {
  return cut_exactly(
      place, size, static_cast<std::uint32_t>(cumulative.size() - 1),
      [&](std::uint32_t j) { return cumulative[j]; }, start);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exact_cuts)

BOOST_AUTO_TEST_CASE(every_cell_has_its_share_to_within_one) {
  const std::vector<std::uint32_t> cumulative{0, 1, 4, 104, 105, 1000};
  for (const std::uint64_t size : {1u, 7u, 1000u, 12345u}) {
    for (const std::uint64_t start : {0u, 1u, 500u, 999u}) {
      std::vector<std::uint64_t> counts(5, 0);
      for (std::uint64_t place = 0; place < size; ++place) {
        const cut_place at = cut(place, size, cumulative, start);
        BOOST_TEST_REQUIRE(at.rank == counts[at.cell]);  // in order, without a gap
        BOOST_TEST_REQUIRE(at.rank < at.size);
        ++counts[at.cell];
      }
      for (std::size_t cell = 0; cell < counts.size(); ++cell) {
        const double share =
            static_cast<double>(size) * (cumulative[cell + 1] - cumulative[cell]) / 1000;
        BOOST_TEST(std::abs(static_cast<double>(counts[cell]) - share) < 1.0);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(tells_the_size_of_the_cell) {
  const std::vector<std::uint32_t> cumulative{0, 30, 100};
  BOOST_TEST(cut(0, 10, cumulative, 0).size == 3u);
  BOOST_TEST(cut(9, 10, cumulative, 0).size == 7u);
}

// With a fixed start every range of one place gives it to the same cell; with keyed ones the cells
// get it in proportion to their weights.
BOOST_AUTO_TEST_CASE(small_ranges_with_keyed_starts_are_fair_together) {
  const std::vector<std::uint32_t> cumulative{0, 700, 900, 1000};
  std::vector<int> counts(3, 0);
  for (std::uint64_t node = 0; node < 10'000; ++node) {
    const std::uint64_t start = base::mix64(node) % 1000;
    ++counts[cut(0, 1, cumulative, start).cell];
  }
  BOOST_TEST(std::abs(counts[0] - 7000) < 200);
  BOOST_TEST(std::abs(counts[1] - 2000) < 200);
  BOOST_TEST(std::abs(counts[2] - 1000) < 150);
}

BOOST_AUTO_TEST_CASE(works_at_the_largest_size) {
  const std::vector<std::uint32_t> cumulative{0, 1, (1u << 22) - 1, 1u << 22};
  const std::uint64_t size = 1'000'000'000'000;
  BOOST_TEST(cut(0, size, cumulative, 0).cell == 0u);
  BOOST_TEST(cut(size / 2, size, cumulative, 12345).cell == 1u);
  BOOST_TEST(cut(size - 1, size, cumulative, (1u << 22) - 1).cell == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas
