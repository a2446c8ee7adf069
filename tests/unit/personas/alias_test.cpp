#include "core/personas/pack/alias.hpp"

#include "core/personas/image/views.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <limits>
#include <stdexcept>

using namespace veriload::personas;

namespace {

/// The cells as they lie in an image, and the view of them.
struct packed_choice {
  std::vector<std::byte> bytes;
  image::format::alias at;

  packed_choice(const std::vector<std::uint32_t>& weights, std::uint32_t first) {
    const pack::alias_table made = pack::make_alias_table(weights);
    bytes.resize(made.cells.size() * sizeof made.cells[0]);
    if (!bytes.empty()) std::memcpy(bytes.data(), made.cells.data(), bytes.size());
    at = {{0, static_cast<std::uint32_t>(made.cells.size())}, first, made.total};
  }
  image::alias_view view() const { return {bytes.data(), at}; }
};

void check_shares(const std::vector<std::uint32_t>& weights) {
  const packed_choice choice(weights, 7);
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    BOOST_TEST(choice.view().exact_share(7 + i) == std::uint64_t{weights[i]} * weights.size());
    sum += choice.view().exact_share(7 + i);
  }
  BOOST_TEST(sum == std::uint64_t{choice.at.total} * weights.size());
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_alias_table_has_the_weights_exactly) {
  check_shares({1});
  check_shares({5, 5, 5});
  check_shares({1, 1'000'000});
  check_shares({1, 2, 3, 4, 5, 6, 7});
  check_shares({4'000'000'000U, 1, 294'967'294U});
  std::vector<std::uint32_t> long_tail;
  for (std::uint32_t i = 1; i < 3000; ++i)
    long_tail.push_back(1'000'000 / i);
  check_shares(long_tail);
}

BOOST_AUTO_TEST_CASE(every_column_and_side_is_picked_in_proportion) {
  const std::vector<std::uint32_t> weights{3, 1, 4, 1, 5, 9, 2, 6};
  const packed_choice choice(weights, 100);
  const image::alias_view view = choice.view();
  std::vector<std::uint64_t> picked(weights.size());
  // One random number for each part of each column: the lowest that leads there.
  const auto lowest = [](std::uint64_t number, std::uint64_t of) {
    return ((number << 32U) + of - 1) / of;
  };
  for (std::uint64_t column = 0; column < view.size(); ++column)
    for (std::uint64_t part = 0; part < view.total(); ++part)
      ++picked[view.pick(lowest(column, view.size()) << 32U | lowest(part, view.total())) - 100];
  for (std::uint32_t i = 0; i < weights.size(); ++i)
    BOOST_TEST(picked[i] == weights[i] * weights.size());
}

BOOST_AUTO_TEST_CASE(the_least_and_the_largest_random_numbers_stay_inside) {
  const packed_choice choice({1, 1, 8}, 0);
  BOOST_TEST(choice.view().pick(0) < 3);
  BOOST_TEST(choice.view().pick(std::numeric_limits<std::uint64_t>::max()) < 3);
}

BOOST_AUTO_TEST_CASE(no_weights_are_an_empty_choice) {
  const packed_choice choice({}, 4);
  BOOST_TEST(choice.view().empty());
  BOOST_TEST(choice.view().total() == 0);
}

BOOST_AUTO_TEST_CASE(weights_beyond_32_bits_are_refused) {
  BOOST_CHECK_EXCEPTION(pack::make_alias_table({4'000'000'000U, 294'967'296U}), std::overflow_error,
                        [](const std::overflow_error& error) {
                          return std::string(error.what()) ==
                                 "the weights of a choice add up to 4294967296, expected at most "
                                 "4294967295";
                        });
}
