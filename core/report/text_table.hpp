// Aligned columns for a terminal. Flow: rows of text -> [text table] -> terminal summary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::report {

/// How a text is marked where colours are shown.
enum class emphasis : std::uint8_t { none, bold, dim, good, bad, warning };

/// `text` without characters that move the cursor or change the terminal (they become '?'), so that
/// a server's error text cannot write to the screen. Thread: any.
std::string printable(std::string_view text);

/// Columns that `text` takes on a terminal: East Asian wide characters take two, combining ones
/// none. Thread: any.
std::size_t columns_of(std::string_view text);

/// `text` cut to `most` columns, its end replaced by an ellipsis. Thread: any.
std::string cut_to(std::string_view text, std::size_t most);

/// `text` with the escape codes of `how`, or unchanged when there is no colour. Thread: any.
std::string marked(std::string_view text, emphasis how, bool colour);

struct cell {
  std::string text;  ///< printable
  emphasis how = emphasis::none;
};

/// Rows of cells, each column as wide as its widest cell. One column is the flexible one: it is cut
/// when the table would be wider than the screen, down to 12 columns. Thread: owned by one.
class text_table {
 public:
  /// One letter per column: `l` left, `r` right aligned, `L` left and flexible.
  explicit text_table(std::string_view columns) : columns_(columns) {}

  /// Fewer cells than columns leave the rest empty; more are not allowed.
  void add(std::vector<cell> row);

  /// A line as wide as the table.
  void add_rule() { rows_.emplace_back(); }

  /// All rows, each indented by two blanks and ended by a line feed, without blanks at the ends.
  std::string text(std::size_t width, bool colour) const;

 private:
  std::string columns_;
  std::vector<std::vector<cell>> rows_;  // an empty row is a rule
};

}  // namespace veriload::report
