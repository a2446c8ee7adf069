#include "core/personas/image/views.hpp"

namespace veriload::personas::image {

std::uint64_t alias_view::exact_share(std::uint32_t number) const {
  std::uint64_t parts = 0;
  for (std::uint32_t column = 0; column < size(); ++column) {
    const auto cell = read_record<format::alias_cell>(image_, at_.cells, column);
    if (at_.first + column == number) parts += cell.threshold;
    if (at_.first + cell.other == number) parts += at_.total - cell.threshold;
  }
  return parts;
}

std::optional<std::uint32_t> name_groups::find(std::string_view slug) const {
  std::uint32_t low = 0;
  std::uint32_t high = size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (this->slug(middle) < slug)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < size() && this->slug(low) == slug) return low;
  return std::nullopt;
}

}  // namespace veriload::personas::image
