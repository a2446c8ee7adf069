// Lines of an address held against the tables. Flow: subject -> [places] -> rules of persona and
// company.
#pragma once

#include "core/personas/rules/locale_index.hpp"

#include <string_view>

namespace veriload::personas::rules {

/// Whether `line` is a street of the locale with house numbers, as the locale writes them.
bool is_street_line(const locale_index& locale, std::string_view line);

/// Whether `code` fits one of the city's patterns.
bool is_postal_code_of(const locale_index& locale, const image::city_row& city,
                       std::string_view code);

/// The rows of cities of that name in the region of that code.
std::vector<image::city_row> cities_in(const locale_index& locale, std::string_view city,
                                       std::string_view region_code);

}  // namespace veriload::personas::rules
