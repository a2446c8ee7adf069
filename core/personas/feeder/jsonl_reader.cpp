#include "core/extract/json_tree.hpp"
#include "core/personas/feeder/line_reader.hpp"
#include "core/personas/feeder/readers.hpp"
#include "core/personas/feeder/row_table.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace veriload::personas {
namespace {

using extract::json_tree;

std::string_view name_of(json_tree::kind kind) {
  switch (kind) {
    case json_tree::kind::null:
      return "null";
    case json_tree::kind::boolean:
      return "a boolean";
    case json_tree::kind::number:
      return "a number";
    case json_tree::kind::string:
      return "a string";
    case json_tree::kind::array:
      return "a list";
    case json_tree::kind::object:
      break;
  }
  return "an object";
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

class jsonl_file {
 public:
  jsonl_file(const std::string& file, row_table& into) : lines_(file), into_(into) {}

  void read() {
    std::string_view line;
    while (lines_.next(line)) {
      if (is_blank(line)) continue;
      if (into_.is_full()) fail(0, into_.full());
      read_object(line);
      write_row();
    }
    if (into_.rows() == 0) {
      lines_.fail(lines_.number() + 1, 1, "found no row, expected an object on each line");
    }
  }

 private:
  // An object that is being looked through.
  struct level {
    std::uint32_t after;
    std::size_t path;  // bytes of path_
  };
  struct cell {
    std::string text;
    std::uint64_t line = 0;  // whose value it is
  };

  [[noreturn]] void fail(std::size_t offset, const std::string& text) const {
    lines_.fail(lines_.number(), offset + 1, text);
  }

  void read_object(std::string_view line) {
    std::string why;
    if (!tree_.parse(line, why)) {
      // Not `why`, which shows a character of the row.
      fail(tree_.failed_at(), "found no JSON: " + std::string(tree_.failure()));
    }
    const std::vector<json_tree::node>& nodes = tree_.nodes();
    if (nodes.front().type != json_tree::kind::object) {
      fail(nodes.front().at,
           "found " + std::string(name_of(nodes.front().type)) + ", expected an object");
    }
    path_.clear();
    levels_.assign(1, {nodes.front().after, 0});
    next_ = 0;
    for (std::uint32_t i = 1; i < nodes.size();) {
      while (levels_.back().after == i)
        levels_.pop_back();
      path_.resize(levels_.back().path);
      if (levels_.size() > 1) path_ += '.';
      path_ += tree_.key(nodes[i], scratch_);
      if (nodes[i].type == json_tree::kind::object) {
        if (nodes[i].size > 0) levels_.push_back({nodes[i].after, path_.size()});
        ++i;
        continue;
      }
      take(nodes[i]);
      i = nodes[i].after;
    }
  }

  void take(const json_tree::node& value) {
    cell& to = cells_[column(value)];
    if (to.line == lines_.number())
      fail(value.key_at, "found the name \"" + path_ + "\" for the second time, expected it once");
    to.line = lines_.number();
    if (value.type == json_tree::kind::string) {
      to.text = tree_.characters(value, scratch_);
    } else if (value.type == json_tree::kind::null) {
      to.text.clear();
    } else {
      to.text = tree_.text(value);
    }
  }

  // Rows mostly have the same names in the same order.
  std::uint32_t column(const json_tree::node& value) {
    const auto columns = into_.columns();
    if (next_ < columns.size() && columns[next_] == path_) return next_++;
    if (const auto known = into_.find_column(path_)) {
      next_ = *known + 1;
      return *known;
    }
    const std::string problem = into_.add_column(path_);
    if (!problem.empty()) fail(value.key_at, problem);
    cells_.emplace_back();
    next_ = static_cast<std::uint32_t>(cells_.size());
    return next_ - 1;
  }

  void write_row() {
    for (const cell& one : cells_) {
      if (one.line == lines_.number()) into_.append(one.text);
      into_.end_cell();
    }
    into_.end_row();
  }

  line_reader lines_;
  row_table& into_;
  json_tree tree_;
  std::string path_, scratch_;
  std::vector<level> levels_;
  std::vector<cell> cells_;  // by column
  std::uint32_t next_ = 0;   // the column that is expected
};

}  // namespace

void read_jsonl(const std::string& file, row_table& into) { jsonl_file(file, into).read(); }

}  // namespace veriload::personas
