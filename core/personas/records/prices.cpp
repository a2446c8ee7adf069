#include "core/personas/records/prices.hpp"

#include <algorithm>

namespace veriload::personas {
namespace {

// Apart from the turns of orders, whose keys start at 0 as the numbers of products do.
constexpr std::uint32_t price_turn = 1000;

std::uint64_t step_of(std::uint64_t amount) {
  std::uint64_t step = 1;
  while (amount / step >= 1000)
    step *= 10;
  return step;
}

}  // namespace

std::uint64_t minor_units(std::uint64_t cents, const image::country_row& country) {
  std::uint64_t amount = cents * country.per_100_dollars;  // ten-thousandths of a major unit
  for (std::uint32_t i = 0; i < country.exponent; ++i)
    amount *= 10;
  return (amount + 5'000) / 10'000;
}

std::uint64_t price_of(const image::tables& tables, std::uint32_t product,
                       const image::country_row& country, const draw_source& draws) {
  const image::product_row row = tables.product(product);
  const std::uint64_t least = std::uint64_t{row.price_min} * 100;
  const std::uint64_t most = std::uint64_t{row.price_max} * 100;
  const std::uint64_t cents =
      least + draws.below(most - least + 1, product, purpose::order_record, price_turn);
  const std::uint64_t exact = minor_units(cents, country);
  const std::uint64_t floor = minor_units(least, country);
  const std::uint64_t step = step_of(floor);
  return std::max(exact / step_of(exact) * step_of(exact), (floor + step - 1) / step * step);
}

}  // namespace veriload::personas
