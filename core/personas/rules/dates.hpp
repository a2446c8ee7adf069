// What ages the tables know. Flow: tables -> [dates] -> rules of dates and work.
#pragma once

#include "core/personas/rules/locale_index.hpp"

#include <cstdint>

namespace veriload::personas::image {
class tables;
}

namespace veriload::personas::rules {

/// The age at which somebody can have a first job of the industry, at least 18.
int youngest_in(const locale_index& locale, const image::tables& shared, std::uint32_t industry);

}  // namespace veriload::personas::rules
