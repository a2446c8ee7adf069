#include "core/personas/pack/table.hpp"

#include "core/personas/pack/characters.hpp"
#include "core/personas/text/utf8.hpp"

#include <array>
#include <fstream>
#include <iterator>

namespace veriload::personas::pack {

namespace {

std::uint32_t characters(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count)
    text::next_character(text, at);
  return count;
}

/// The lines that say where the rows come from, which every table starts with.
class provenance {
 public:
  void read(std::string_view line) {
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (line.starts_with(keys[i]) && line.size() > keys[i].size()) seen_[i] = true;
  }
  void report(const place& where, problems& found) const {
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (!seen_[i])
        found.add(where, "no provenance line '" + std::string(keys[i]) + "...'",
                  "one before the line of column names");
  }

 private:
  static constexpr std::array<std::string_view, 4> keys{
      "# source: ", "# licence: ", "# date: ", "# how: "};
  std::array<bool, 4> seen_{};
};

std::string joined(std::initializer_list<std::string_view> columns) {
  std::string out;
  for (const std::string_view column : columns) {
    if (!out.empty()) out += '\t';
    out += column;
  }
  return out;
}

}  // namespace

table::table(const std::filesystem::path& file, std::string name,
             std::initializer_list<std::string_view> columns, problems& found)
    : name_(std::move(name)) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    found.add(where(), "no such file that can be read",
              "a table with the columns " + joined(columns));
    return;
  }
  bytes_.assign(std::istreambuf_iterator<char>(in), {});
  read_lines(columns, found);
}

void table::read_lines(std::initializer_list<std::string_view> columns, problems& found) {
  const std::string names = joined(columns);
  provenance source;
  bool in_head = true;
  std::uint32_t number = 0;
  for (std::size_t from = 0; from < bytes_.size();) {
    std::size_t end = bytes_.find('\n', from);
    ++number;
    if (end == std::string::npos) {
      found.add({name_, number}, "no line end", "LF behind the last line too");
      end = bytes_.size();
    }
    const std::string_view line = std::string_view(bytes_).substr(from, end - from);
    from = end + 1;
    if (in_head && line.starts_with('#')) {
      source.read(line);
    } else if (in_head) {
      in_head = false;
      source.report({name_, number}, found);
      if (line != names)
        found.add({name_, number}, in_quotes(line), "the column names " + in_quotes(names));
    } else {
      read_row(line, number, columns.size(), found);
    }
  }
  if (in_head) found.add(where(), "no line of column names", in_quotes(names));
}

void table::read_row(std::string_view line, std::uint32_t number, std::size_t columns,
                     problems& found) {
  if (line.empty()) {
    found.add({name_, number}, "an empty line", "a row");
    return;
  }
  if (line.starts_with('#')) {
    found.add({name_, number, 1}, in_quotes(line.substr(0, 20)),
              "comments above the column names only");
    return;
  }
  cells in_line;
  std::uint32_t column = 1;
  bool whole = true;
  for (std::size_t from = 0; from <= line.size();) {
    const std::size_t end = std::min(line.find('\t', from), line.size());
    const cell one{line.substr(from, end - from), {name_, number, column}};
    if (!one.empty() && (one.text.front() == ' ' || one.text.back() == ' '))
      found.add(one.where, in_quotes(one.text), "no blank at the ends of a cell");
    if (const auto fault = find_fault(one.text)) {
      place at = one.where;
      at.column += static_cast<std::uint32_t>(fault->characters_before);
      found.add(at, fault->found + " in " + in_quotes(one.text), fault->expected);
      whole = whole && fault->expected != "UTF-8";
    }
    column += characters(one.text) + 1;
    in_line.push_back(one);
    from = end + 1;
  }
  if (in_line.size() != columns)
    found.add({name_, number}, std::to_string(in_line.size()) + " cells",
              std::to_string(columns) + ", one for each column");
  else if (whole)
    rows_.push_back(std::move(in_line));
}

}  // namespace veriload::personas::pack
