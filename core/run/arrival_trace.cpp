#include "core/run/arrival_trace.hpp"

#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/personas/feeder/line_reader.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace veriload::run {
namespace {

constexpr std::size_t most_arrivals = 10'000'000;
constexpr double latest = 1e9;
constexpr std::string_view member = "offset_seconds";
constexpr std::string_view blanks = " \t\r\n";

std::string quoted(std::string_view text) {
  std::string out;
  base::append_json_string(out, text.substr(0, 40));
  return out;
}

// What stands between two members of an object, without being read as a value: strings, objects and
// lists are passed over as a whole.
class object_line {
 public:
  explicit object_line(std::string_view text) : text_(text) {}

  // Where the number of `member` stands in the line, at the top level of its object.
  std::optional<std::size_t> find_member() {
    int depth = 0;
    bool is_key = false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        const std::size_t begin = at_ + 1;
        pass_string();
        const std::string_view name = text_.substr(begin, at_ - begin - 1);
        if (depth == 1 && is_key && name == member) return value_begins();
        is_key = false;
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      if (c == '{' || c == ',') is_key = true;
      if (c == ':') is_key = false;
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void pass_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  std::optional<std::size_t> value_begins() {
    const std::size_t colon = text_.find_first_not_of(blanks, at_);
    if (colon == std::string_view::npos || text_[colon] != ':') return std::nullopt;
    return std::min(text_.find_first_not_of(blanks, colon + 1), text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class trace_reader {
 public:
  explicit trace_reader(const std::string& file) : lines_(file) {}

  std::vector<base::ns> read(const std::string& file) {
    std::string_view line;
    while (lines_.next(line)) {
      const std::size_t begin = line.find_first_not_of(blanks);
      if (begin == std::string_view::npos || line[begin] == '#') continue;
      add(line, line[begin] == '{' ? number_in_object(line, begin) : begin);
    }
    if (offsets_.empty())
      throw setup_error(file + ": has no arrival, expected one offset in seconds per line");
    return std::move(offsets_);
  }

 private:
  [[noreturn]] void fail(std::size_t column, const std::string& text) const {
    lines_.fail(lines_.number(), column + 1, text);
  }

  std::size_t number_in_object(std::string_view line, std::size_t begin) const {
    const std::size_t end = line.find_last_not_of(blanks);
    if (line[end] != '}')
      fail(end, "the line ends with " + quoted(line.substr(end, 1)) +
                    ", expected a whole JSON object per line");
    if (const auto at = object_line(line.substr(begin)).find_member()) return begin + *at;
    fail(begin, "the object has no member \"" + std::string(member) + "\"");
  }

  void add(std::string_view line, std::size_t at) {
    const bool in_object = line.find_first_not_of(blanks) != at;
    std::string_view rest = line.substr(at);
    const std::size_t end = rest.find_first_of(in_object ? ",} \t\r\n" : blanks);
    const std::string_view text = rest.substr(0, end);
    double seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    const std::size_t behind = in_object || end == std::string_view::npos
                                   ? std::string_view::npos
                                   : rest.find_first_not_of(blanks, end);
    if (!whole || behind != std::string_view::npos) {
      fail(at, "found " +
                   quoted(in_object ? text : rest.substr(0, rest.find_last_not_of(blanks) + 1)) +
                   ", expected an offset in seconds such as 1.25");
    }
    if (!(seconds >= 0 && seconds <= latest))
      fail(at, "the offset is " + std::string(text) + ", expected 0 to 1000000000 seconds");
    const base::ns offset = base::from_seconds(seconds);
    if (!offsets_.empty() && offset < offsets_.back()) {
      fail(at, "the offset is " + std::string(text) + ", before the " +
                   base::number_text(base::in_seconds(offsets_.back())) +
                   " of the arrival above it; expected them in ascending order");
    }
    if (offsets_.size() == most_arrivals) fail(at, "expected at most 10000000 arrivals");
    offsets_.push_back(offset);
  }

  personas::line_reader lines_;
  std::vector<base::ns> offsets_;
};

}  // namespace

std::vector<base::ns> read_arrival_trace(const std::string& file) {
  return trace_reader(file).read(file);
}

}  // namespace veriload::run
