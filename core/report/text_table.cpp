#include "core/report/text_table.hpp"

#include "core/base/assert.hpp"
#include "core/report/utf8.hpp"

#include <algorithm>

namespace veriload::report {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 12;

struct range {
  char32_t first;
  char32_t last;
};

// The blocks that matter; a table of Unicode's every property is not worth its size here.
constexpr range wide[] = {
    {0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},  {0x4e00, 0x9fff},
    {0xa000, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},  {0xff00, 0xff60},
    {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
constexpr range combining[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}};
// Control characters, and those that turn the direction of text.
constexpr range unprintable[] = {{0x00, 0x1f}, {0x7f, 0x9f}, {0x2028, 0x202e}, {0x2066, 0x2069}};

template <std::size_t Count>
bool among(char32_t c, const range (&ranges)[Count]) {
  return std::ranges::any_of(ranges, [c](range r) { return c >= r.first && c <= r.last; });
}

std::size_t columns_of_character(char32_t c) {
  if (among(c, combining)) return 0;
  return among(c, wide) ? 2 : 1;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = take_character(text);
    append_character(out, among(c, unprintable) ? U'?' : c);
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty())
    columns += columns_of_character(take_character(text));
  return columns;
}

std::string cut_to(std::string_view text, std::size_t most) {
  if (columns_of(text) <= most) return std::string(text);
  std::string out;
  std::size_t used = 1;  // the ellipsis
  while (!text.empty()) {
    const char32_t c = take_character(text);
    used += columns_of_character(c);
    if (used > most) break;
    append_character(out, c);
  }
  return most == 0 ? std::string() : out + "\u2026";
}

std::string marked(std::string_view text, emphasis how, bool colour) {
  const char* code = "";
  switch (how) {
    case emphasis::none:
      break;
    case emphasis::bold:
      code = "\x1b[1m";
      break;
    case emphasis::dim:
      code = "\x1b[2m";
      break;
    case emphasis::good:
      code = "\x1b[32m";
      break;
    case emphasis::bad:
      code = "\x1b[31m";
      break;
    case emphasis::warning:
      code = "\x1b[33m";
      break;
  }
  if (!colour || how == emphasis::none || text.empty()) return std::string(text);
  return code + std::string(text) + "\x1b[0m";
}

void text_table::add(std::vector<cell> row) {
  VL_ASSERT(!row.empty() && row.size() <= columns_.size(), "a row fits the table's columns");
  row.resize(columns_.size());
  rows_.push_back(std::move(row));
}

std::string text_table::text(std::size_t width, bool colour) const {
  std::vector<std::size_t> widths(columns_.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(row[i].text));
    }
  }
  std::size_t total = indent + gap * (widths.size() - 1);
  for (const std::size_t one : widths)
    total += one;
  if (const auto flexible = columns_.find('L'); flexible != std::string::npos && total > width) {
    std::size_t& one = widths[flexible];
    const std::size_t too_much = std::min(total - width, one - std::min(one, narrowest));
    one -= too_much;
    total -= too_much;
  }

  std::string out;
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    if (row.empty()) {
      std::string rule;
      for (std::size_t i = indent; i < total; ++i)
        rule += "\u2500";
      line += marked(rule, emphasis::dim, colour);
    }
    std::size_t owed = 0;  // blanks that are only written before more text
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = cut_to(row[i].text, widths[i]);
      const std::size_t pad = widths[i] - columns_of(text);
      if (!text.empty()) {
        line.append(owed + (columns_[i] == 'r' ? pad : 0), ' ');
        line += marked(text, row[i].how, colour);
        owed = columns_[i] == 'r' ? gap : pad + gap;
      } else {
        owed += pad + gap;
      }
    }
    out += line + '\n';
  }
  return out;
}

}  // namespace veriload::report
