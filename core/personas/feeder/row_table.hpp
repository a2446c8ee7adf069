// The rows of a feeder in memory. Flow: readers -> [row table] -> feeder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas {

/// Texts by row and column in one heap: a row costs its bytes, 4 more a cell and 8 more a row.
/// While it is filled, up to twice as much.
///
/// A column that appears later is empty in the rows before it. Thread: one fills it; afterwards
/// read from any thread.
class row_table {
 public:
  static constexpr std::uint64_t most_rows = 10'000'000;
  static constexpr std::size_t most_columns = 1'000;
  static constexpr std::size_t most_row_bytes = std::size_t{16} << 20;

  /// `limit`: the most rows.
  explicit row_table(std::uint64_t limit = most_rows) : limit_(limit) {}

  /// Appends a column. Returns what is wrong with the name and what was expected, or an empty text:
  /// names are not empty, have no control characters, differ, and none is another's beginning up to
  /// a dot, because a record cannot have a value and more values at one place.
  std::string add_column(std::string_view name);

  /// A row is its cells in order, one for each column that is known at its end, each made of any
  /// number of texts.
  void append(std::string_view text) { text_ += text; }
  void end_cell();
  void end_row();
  std::size_t bytes_of_open_row() const { return text_.size() - row_start_; }
  bool is_full() const { return starts_.size() == limit_; }
  /// "more than 10000000 rows, expected ...", for the message of a reader that cannot go on.
  std::string full() const;

  /// Gives back the memory that filling it left over.
  void close();

  std::uint64_t rows() const { return starts_.size(); }
  std::span<const std::string> columns() const { return columns_; }
  std::optional<std::uint32_t> find_column(std::string_view name) const;

  /// `row` must be below rows() and `column` below columns().size(); valid as long as the table.
  std::string_view cell(std::uint64_t row, std::uint32_t column) const;

  /// What the table holds on to.
  std::size_t bytes() const;

 private:
  // Rows from `row` on have `columns` cells each, the first of them at `cell`.
  struct stretch {
    std::uint64_t row;
    std::uint64_t cell;
    std::uint32_t columns;
  };

  std::uint64_t limit_;
  std::vector<std::string> columns_;
  std::string text_;
  std::vector<std::uint64_t> starts_;  // of rows, in text_
  std::vector<std::uint32_t> ends_;    // of cells, from the start of the row
  std::vector<stretch> stretches_;     // nearly always one
  std::size_t row_start_ = 0;
  std::size_t row_cell_ = 0;
};

}  // namespace veriload::personas
