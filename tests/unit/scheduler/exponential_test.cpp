#include "core/scheduler/exponential.hpp"

#include "core/base/random.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

using veriload::scheduler::exponential;

BOOST_AUTO_TEST_SUITE(exponential_test)

BOOST_AUTO_TEST_CASE(equals_the_logarithm_of_the_c_library) {
  veriload::base::random_stream random(1, 2);
  const auto close = [](std::uint64_t bits) {
    const long double exact = -std::log(static_cast<long double>(bits) / 0x1.0p64L) * 0x1.0p32L;
    return std::fabs(static_cast<long double>(exponential(bits)) - exact) <= 2;
  };
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t bits = random.next();
    BOOST_TEST_REQUIRE(close(bits));
    BOOST_TEST_REQUIRE(close((bits >> (i % 60)) | 1));
  }
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    BOOST_TEST_REQUIRE(close(power));
    BOOST_TEST_REQUIRE(close(power | (power - 1)));
  }
  for (std::uint64_t slot = 256; slot < 512; ++slot) {  // both sides of each entry of the table
    BOOST_TEST_REQUIRE(close(slot << 55));
    BOOST_TEST_REQUIRE(close((slot << 55) - 1));
  }
}

BOOST_AUTO_TEST_CASE(the_ends_of_the_uniform_bits_stay_finite_and_positive) {
  BOOST_TEST(exponential(0) == exponential(1));
  BOOST_TEST(exponential(UINT64_MAX) <= 2U);
  BOOST_TEST(exponential(1) == static_cast<std::uint64_t>(64 * std::log(2.0L) * 0x1.0p32L));
}

BOOST_AUTO_TEST_SUITE_END()
