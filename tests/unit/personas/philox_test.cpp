#include "core/personas/draws/philox.hpp"

#include "core/personas/draws/draw.hpp"

#include <boost/test/unit_test.hpp>

namespace veriload::personas {

BOOST_AUTO_TEST_SUITE(philox)

// The three vectors of Random123's kat_vectors for philox4x32 with ten rounds.
BOOST_AUTO_TEST_CASE(gives_the_known_answers) {
  constexpr std::uint32_t ones = 0xffffffff;
  const auto is = [](philox_counter counter, philox_key key, philox_counter wanted) {
    const philox_counter found = philox4x32(counter, key);
    BOOST_TEST(found == wanted, boost::test_tools::per_element());
  };
  is({0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  is({ones, ones, ones, ones}, {ones, ones}, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  is({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

BOOST_AUTO_TEST_CASE(draws_differ_by_seed_version_number_purpose_and_turn) {
  const draw_source draws(42, 1);
  const std::uint64_t one = draws.bits(7, purpose::city);
  BOOST_TEST(draws.bits(7, purpose::city) == one);
  BOOST_TEST(draws.bits(8, purpose::city) != one);
  BOOST_TEST(draws.bits(7, purpose::street) != one);
  BOOST_TEST(draws.bits(7, purpose::city, 1) != one);
  BOOST_TEST(draws.bits(7 + (std::uint64_t{1} << 32), purpose::city) != one);
  BOOST_TEST(draw_source(43, 1).bits(7, purpose::city) != one);
  BOOST_TEST(draw_source(42, 2).bits(7, purpose::city) != one);
}

BOOST_AUTO_TEST_CASE(stays_inside_its_bounds_and_reaches_them) {
  const draw_source draws(1, 1);
  std::int64_t lowest = 100, highest = -100;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const std::int64_t value = draws.between(-3, 3, i, purpose::salary);
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
    BOOST_TEST_REQUIRE(draws.below(5, i, purpose::salary) < 5u);
  }
  BOOST_TEST(lowest == -3);
  BOOST_TEST(highest == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace veriload::personas
