#include "core/config/load_line.hpp"

#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace veriload::config {
namespace {

constexpr double most_users = 1e7;
constexpr double most_arrivals = 1e6;
constexpr double longest_seconds = 1e9;
constexpr std::size_t most_stages = 10'000;

enum class level_unit { none, users, arrivals };

class line_reader {
 public:
  explicit line_reader(std::string_view text) : text_(text) {}

  load_line read() {
    skip_blanks();
    while (at_ < text_.size()) {
      read_stage();
      if (at_ == text_.size()) break;
      expect(';', "\";\" and the next stage, or the end");
      skip_blanks();
    }
    if (out_.stages.empty()) fail(0, "a plan such as 10u,60s; 100u,5m; 0,30s or 50/s,2m");
    check_whole();
    out_.arrivals = unit_ == level_unit::arrivals;
    return std::move(out_);
  }

 private:
  void read_stage() {
    if (out_.stages.size() == most_stages) fail(at_, "at most 10000 stages");
    profile_stage stage;
    stage.level = read_level();
    expect(',', "\",\" and a time such as 60s");
    skip_blanks();
    stage.seconds = read_time();
    skip_blanks();
    out_.stages.push_back(stage);
  }

  double read_level() {
    const std::size_t from = at_;
    const double amount = read_number("a level such as 10u, 50/s, 30/m or 0");
    double level = amount;
    level_unit unit = level_unit::none;
    if (take("u")) {
      unit = level_unit::users;
      if (amount != std::floor(amount)) fail(from, "a whole number of users");
      if (amount > most_users) fail(from, "at most 10000000 users");
    } else if (take("/s") || take("/m")) {
      unit = level_unit::arrivals;
      if (text_[at_ - 1] == 'm') level = amount / 60;
      if (level > most_arrivals) fail(from, "at most 1000000 arrivals per second");
    } else if (amount != 0) {
      fail(at_, "u for users, or /s or /m for arrivals");
    }
    if (unit != level_unit::none && unit_ != level_unit::none && unit != unit_) {
      fail(from, unit_ == level_unit::users ? "users as in the stages before (u)"
                                            : "arrivals as in the stages before (/s or /m)");
    }
    if (unit != level_unit::none) unit_ = unit;
    skip_blanks();
    return level;
  }

  double read_time() {
    const std::size_t from = at_;
    const double amount = read_number("a time such as 500ms, 60s, 5m or 1h");
    double seconds = amount;
    if (take("ms")) {
      seconds = amount / 1000;
    } else if (take("m")) {
      seconds = amount * 60;
    } else if (take("h")) {
      seconds = amount * 3600;
    } else if (!take("s") && amount != 0) {
      fail(at_, "ms, s, m or h after the number");
    }
    total_ += seconds;
    if (total_ > longest_seconds) fail(from, "at most 1000000000 seconds in all");
    return seconds;
  }

  void check_whole() const {
    const auto above_zero = [](const profile_stage& stage) { return stage.level > 0; };
    if (std::ranges::none_of(out_.stages, above_zero)) fail(0, "at least one level above 0");
    if (total_ <= 0) fail(0, "at least one time above 0");
  }

  // Digits with at most one point among them: no sign, no exponent.
  double read_number(const char* expected) {
    const std::size_t from = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.'))
      ++at_;
    double value = 0;
    const char* const end = text_.data() + at_;
    const auto read = std::from_chars(text_.data() + from, end, value, std::chars_format::fixed);
    if (at_ == from || read.ec != std::errc() || read.ptr != end) fail(from, expected);
    return value;
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

  // A unit is not the beginning of a longer word: "5min" is not five minutes and "in".
  bool take(std::string_view unit) {
    if (!text_.substr(at_).starts_with(unit)) return false;
    const std::size_t end = at_ + unit.size();
    if (end < text_.size() && is_letter(text_[end])) return false;
    at_ = end;
    return true;
  }

  void expect(char wanted, const char* expected) {
    if (at_ >= text_.size() || text_[at_] != wanted) fail(at_, expected);
    ++at_;
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
      ++at_;
  }

  [[noreturn]] void fail(std::size_t at, const std::string& expected) const {
    constexpr std::size_t shown = 20;
    std::string found = "the end";
    if (at < text_.size()) {
      found.clear();
      std::string_view rest = text_.substr(at);
      rest = rest.substr(0, rest.find_first_of(";,", 1));
      std::size_t end = std::min(shown, rest.size());
      while (end < rest.size() && end > 0 && (static_cast<unsigned char>(rest[end]) & 0xc0) == 0x80)
        --end;  // a character is not cut in two
      base::append_json_string(found, rest.substr(0, end));
    }
    throw setup_error("at character " + std::to_string(at + 1) + ": found " + found +
                      ", expected " + expected);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  level_unit unit_ = level_unit::none;
  double total_ = 0;
  load_line out_;
};

}  // namespace

load_line read_load_line(std::string_view text) { return line_reader(text).read(); }

}  // namespace veriload::config
