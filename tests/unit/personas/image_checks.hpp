// What holds for every persona image, whatever its tables are. Flow: image -> [checks] -> test.
#pragma once

#include "core/personas/image/image.hpp"

namespace veriload::personas {

/// Reports with BOOST_TEST. Walks through every row, so it takes a while for all locales.
void check_image(const image::tables& tables);
void check_locale(const image::tables& tables, const image::locale_view& locale);

}  // namespace veriload::personas
