#include "core/personas/feeder/row_table.hpp"

#include "core/base/assert.hpp"

#include <algorithm>

namespace veriload::personas {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

// Whether a record that has a value at `name` has no room for values below it.
bool is_above(std::string_view name, std::string_view other) {
  return other.size() > name.size() && other[name.size()] == '.' && other.starts_with(name);
}

}  // namespace

std::string row_table::add_column(std::string_view name) {
  if (columns_.size() == most_columns) {
    return "found more than " + std::to_string(most_columns) + " columns, expected fewer";
  }
  if (name.empty()) return "found a column without a name, expected a name";
  if (std::ranges::any_of(name, is_control)) {
    return "found a control character in a column's name, expected letters, digits or signs";
  }
  for (const std::string& known : columns_) {
    if (known == name)
      return "found the column \"" + known + "\" for the second time, expected different names";
    if (is_above(known, name) || is_above(name, known)) {
      return "found the columns \"" + known + "\" and \"" + std::string(name) +
             "\", expected no column below another";
    }
  }
  columns_.emplace_back(name);
  return {};
}

void row_table::end_cell() {
  VL_ASSERT(bytes_of_open_row() <= UINT32_MAX, "readers refuse rows and lines of over 16 MiB");
  ends_.push_back(static_cast<std::uint32_t>(bytes_of_open_row()));
}

void row_table::end_row() {
  VL_ASSERT(!is_full(), "readers look at is_full() first");
  const auto cells = static_cast<std::uint32_t>(ends_.size() - row_cell_);
  VL_ASSERT(cells == columns_.size(), "a row has a cell for each column");
  if (stretches_.empty() || stretches_.back().columns != cells)
    stretches_.push_back({starts_.size(), row_cell_, cells});
  starts_.push_back(row_start_);
  row_start_ = text_.size();
  row_cell_ = ends_.size();
}

std::string row_table::full() const {
  return "found more than " + std::to_string(limit_) +
         " rows, expected fewer, because they are kept in memory; take a part of them";
}

void row_table::close() {
  text_.shrink_to_fit();
  starts_.shrink_to_fit();
  ends_.shrink_to_fit();
}

std::optional<std::uint32_t> row_table::find_column(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - columns_.begin());
}

std::string_view row_table::cell(std::uint64_t row, std::uint32_t column) const {
  VL_ASSERT(row < rows() && column < columns_.size(), "rows and columns come from this table");
  auto in = stretches_.end() - 1;
  if (in->row > row) in = std::ranges::upper_bound(stretches_, row, {}, &stretch::row) - 1;
  if (column >= in->columns) return {};
  const std::uint64_t first = in->cell + (row - in->row) * in->columns;
  const std::uint32_t begin = column == 0 ? 0 : ends_[first + column - 1];
  return {text_.data() + starts_[row] + begin, ends_[first + column] - begin};
}

std::size_t row_table::bytes() const {
  return text_.capacity() + starts_.capacity() * sizeof starts_[0] +
         ends_.capacity() * sizeof ends_[0];
}

}  // namespace veriload::personas
