// What the records of a persona image are made of. Flow: persona_pack -> [format] -> image.
#pragma once

#include <cstdint>

namespace veriload::personas::image::format {

/// UTF-8 in NFC; equal texts are stored once.
struct text {
  std::uint32_t offset;
  std::uint16_t length;
  std::uint16_t zero;
};

/// `count` records that lie one after the other.
struct slice {
  std::uint32_t offset;
  std::uint32_t count;
};

/// Neighbours inside one table.
struct range {
  std::uint32_t first;
  std::uint32_t count;
};

/// One column of an alias table: `threshold` of `total` parts stay here, the rest go to `other`.
struct alias_cell {
  std::uint32_t threshold;
  std::uint32_t other;
};

/// A weighted choice among `cells.count` neighbours, of which the first has the number `first`.
struct alias {
  slice cells;
  std::uint32_t first;
  std::uint32_t total;
};

/// `slugs`: one text for each group, sorted. `first_rows`: one more than groups. `edges`: one more
/// than rows, from 0 to the whole width.
struct groups {
  slice slugs;
  slice first_rows;
  slice edges;
};

}  // namespace veriload::personas::image::format
