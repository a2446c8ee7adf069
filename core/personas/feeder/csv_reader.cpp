#include "core/personas/feeder/line_reader.hpp"
#include "core/personas/feeder/readers.hpp"
#include "core/personas/feeder/row_table.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace veriload::personas {
namespace {

bool ends_cell(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

bool is_line_end(std::string_view rest) {
  return rest.empty() || rest == "\n" || rest == "\r\n" || rest == "\r";
}

class csv_file {
 public:
  struct place {
    std::uint64_t line;
    std::size_t column;
  };

  explicit csv_file(const std::string& file) : lines_(file) {}

  // Goes to the next line that has something; false behind the last.
  bool next_record() {
    do {
      if (!lines_.next(line_)) return false;
    } while (is_line_end(line_));
    cells_.clear();
    at_ = 0;
    return true;
  }

  // The record as one row's cells; row and columns are the caller's.
  void read_cells(row_table& into) {
    for (;;) {
      cells_.push_back(here());
      if (at_ < line_.size() && line_[at_] == '"') {
        read_quoted(into);
      } else {
        read_plain(into);
      }
      into.end_cell();
      if (at_ < line_.size() && line_[at_] == ',') {
        ++at_;
        continue;
      }
      if (is_line_end(line_.substr(at_))) return;
      fail(here(), "found text behind a closing quote, expected a comma or the end of the line");
    }
  }

  place here() const { return {lines_.number(), at_ + 1}; }
  const std::vector<place>& cells() const { return cells_; }
  std::string_view line() const { return line_; }

  [[noreturn]] void fail(const place& where, const std::string& text) const {
    lines_.fail(where.line, where.column, text);
  }

 private:
  void read_plain(row_table& into) {
    std::size_t end = at_;
    while (end < line_.size() && !ends_cell(line_[end]))
      ++end;
    into.append(line_.substr(at_, end - at_));
    at_ = end;
    if (end == line_.size() || line_[end] == ',') return;
    if (line_[end] == '"') {
      fail(here(),
           "found a quote inside a cell, expected the whole cell in quotes and this one doubled");
    }
    if (!is_line_end(line_.substr(end)))
      fail(here(), "found a carriage return inside a line, expected the cell in quotes");
  }

  void read_quoted(row_table& into) {
    const place open = here();
    ++at_;
    for (;;) {
      const std::size_t quote = line_.find('"', at_);
      into.append(line_.substr(at_, quote - at_));  // npos: all of it
      if (into.bytes_of_open_row() > row_table::most_row_bytes)
        fail(open, "found no closing quote in 16 MiB, expected one");
      if (quote == std::string_view::npos) {
        if (!lines_.next(line_))
          fail(open, "found no closing quote up to the end of the file, expected one");
        at_ = 0;
        continue;
      }
      at_ = quote + 1;
      if (at_ == line_.size() || line_[at_] != '"') return;
      into.append("\"");
      ++at_;
    }
  }

  line_reader lines_;
  std::string_view line_;
  std::size_t at_ = 0;
  std::vector<place> cells_;  // of the record
};

void read_names(csv_file& file, row_table& into) {
  if (!file.next_record()) {
    file.fail({1, 1}, "found an empty file, expected a line with the names of the columns");
  }
  const std::string_view line = file.line();
  if (line.find_first_of(",\"") == std::string_view::npos) {
    for (const char other : {';', '\t'}) {
      const std::size_t at = line.find(other);
      if (at != std::string_view::npos)
        file.fail({file.here().line, at + 1}, std::string("found a ") +
                                                  (other == ';' ? "semicolon" : "tab") +
                                                  " between names, expected commas");
    }
  }
  // The record lies in a table that has as many columns as the record has cells.
  row_table names;
  file.read_cells(names);
  for (std::size_t i = 0; i < file.cells().size(); ++i) {
    if (!names.add_column(std::to_string(i)).empty()) break;
  }
  if (names.columns().size() < file.cells().size()) {
    file.fail(
        file.cells()[row_table::most_columns],
        "found more than " + std::to_string(row_table::most_columns) + " columns, expected fewer");
  }
  names.end_row();
  for (std::uint32_t i = 0; i < names.columns().size(); ++i) {
    const std::string problem = into.add_column(names.cell(0, i));
    if (!problem.empty()) file.fail(file.cells()[i], problem);
  }
}

}  // namespace

void read_csv(const std::string& file_name, row_table& into) {
  csv_file file(file_name);
  read_names(file, into);
  const std::size_t columns = into.columns().size();
  while (file.next_record()) {
    const csv_file::place start = file.here();
    if (into.is_full()) file.fail(start, into.full());
    file.read_cells(into);
    const std::size_t cells = file.cells().size();
    if (cells != columns) {
      file.fail(cells > columns ? file.cells()[columns] : file.here(),
                "found " + std::to_string(cells) + (cells == 1 ? " cell" : " cells") +
                    ", expected " + std::to_string(columns) + ", as in the line of names");
    }
    if (into.bytes_of_open_row() > row_table::most_row_bytes)
      file.fail(start, "found a row of more than 16 MiB, expected less");
    into.end_row();
  }
  if (into.rows() == 0) {
    file.fail({file.here().line + 1, 1}, "found no row behind the line of names, expected one");
  }
}

}  // namespace veriload::personas
