#include "core/personas/draws/bijection.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace veriload::personas {

BOOST_AUTO_TEST_SUITE(bijections)

BOOST_AUTO_TEST_CASE(reaches_every_place_once) {
  for (const std::uint64_t size : {1u, 2u, 3u, 4u, 5u, 16u, 17u, 1000u, 65536u, 65537u, 100003u}) {
    const bijection order(size, 0x1234);
    std::vector<bool> seen(size, false);
    for (std::uint64_t i = 0; i < size; ++i) {
      const std::uint64_t place = order(i);
      BOOST_TEST_REQUIRE(place < size);
      BOOST_TEST_REQUIRE(!seen[place]);
      seen[place] = true;
      BOOST_TEST_REQUIRE(order.inverse(place) == i);
    }
  }
}

BOOST_AUTO_TEST_CASE(goes_back_from_any_place_of_a_large_range) {
  const bijection order(std::uint64_t{1'000'000'000'000}, 99);
  for (std::uint64_t i = 0; i < 1'000'000'000'000; i += 12'345'678'901) {
    BOOST_TEST(order.inverse(order(i)) == i);
  }
}

BOOST_AUTO_TEST_CASE(another_key_is_another_order) {
  const bijection one(1000, 1), two(1000, 2);
  int same = 0;
  for (std::uint64_t i = 0; i < 1000; ++i)
    same += one(i) == two(i) ? 1 : 0;
  BOOST_TEST(same < 12);  // one in a thousand is expected to stay by chance, so about 1
}

// The first thousand indices spread evenly over ten equal parts of the range.
BOOST_AUTO_TEST_CASE(a_prefix_is_a_fair_sample) {
  const bijection order(1'000'000, 5);
  std::vector<int> parts(10, 0);
  for (std::uint64_t i = 0; i < 1000; ++i)
    ++parts[order(i) / 100'000];
  double chi2 = 0;
  for (const int n : parts)
    chi2 += (n - 100.0) * (n - 100.0) / 100;
  BOOST_TEST(chi2 < 33.7);  // 9 degrees of freedom, p = 1e-4; the key is fixed, so never by luck
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas
