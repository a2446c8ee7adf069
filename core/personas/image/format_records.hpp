// The bytes of the tables that linked records are made of. Flow: persona_pack -> [format] -> image.
#pragma once

#include "core/personas/image/format_parts.hpp"

#include <cstdint>

namespace veriload::personas::image::format {

struct product {
  text name;
  std::uint32_t industry;
  std::uint32_t price_min;
  std::uint32_t price_max;
};

struct payment {
  text description;
  std::uint32_t category;
  std::uint32_t amount_min;
  std::uint32_t amount_max;
};

struct ticket_text {
  text subject;
  text description;
  text resolution;
};

struct review_text {
  text title;
  text body;
};

}  // namespace veriload::personas::image::format
