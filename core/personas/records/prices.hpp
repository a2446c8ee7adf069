// What things cost in a country. Flow: tables -> [prices] -> records.
#pragma once

#include "core/personas/draws/draw.hpp"
#include "core/personas/image/image.hpp"

#include <cstdint>

namespace veriload::personas {

/// Cents of a US dollar in minor units of the country's currency (ISO 4217: 1 yen is 1, 1 euro is
/// 100), rounded half up.
std::uint64_t minor_units(std::uint64_t cents, const image::country_row& country);

/// The price of a product, in minor units: the same in every order of the country, between the
/// table's bounds, rounded to three digits as price lists do.
std::uint64_t price_of(const image::tables& tables, std::uint32_t product,
                       const image::country_row& country, const draw_source& draws);

/// A share in whole percent, rounded half up.
constexpr std::uint64_t percent_of(std::uint64_t amount, std::uint64_t percent) {
  return (amount * percent + 50) / 100;
}

}  // namespace veriload::personas
