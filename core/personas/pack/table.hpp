// One table file as rows of cells, its form checked. Flow: core/personas/data -> [table] -> typed
// tables.
#pragma once

#include "core/personas/pack/problems.hpp"

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas::pack {

/// `where.file` points into the table.
struct cell {
  std::string_view text;
  place where;

  bool empty() const { return text.empty(); }
};

/// Its cells, one for each column that was asked for.
using cells = std::vector<cell>;

/// A file in the form that the README of the tables demands. Not copied: its cells point into it.
class table {
 public:
  /// Reads `file`; what is wrong with it goes to `found`, with `name` as the file's name. A row
  /// that has another number of cells is reported and left out.
  table(const std::filesystem::path& file, std::string name,
        std::initializer_list<std::string_view> columns, problems& found);
  table(const table&) = delete;
  table& operator=(const table&) = delete;
  table(table&&) = delete;
  table& operator=(table&&) = delete;
  ~table() = default;

  const std::vector<cells>& rows() const { return rows_; }

  /// The file as a whole.
  place where() const { return {name_}; }

 private:
  void read_lines(std::initializer_list<std::string_view> columns, problems& found);
  void read_row(std::string_view line, std::uint32_t number, std::size_t columns, problems& found);

  std::string name_;
  std::string bytes_;
  std::vector<cells> rows_;
};

}  // namespace veriload::personas::pack
