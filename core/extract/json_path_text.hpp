// The letters of a JSONPath: names, strings, numbers. Flow: text -> [json_path_text] -> json_path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::extract {

/// A place in the text of a query that moves forward. What reads returns false when the text is
/// wrong; the first reason is kept. The text must outlive it.
class json_path_text {
 public:
  explicit json_path_text(std::string_view text) : text_(text) {}

  /// The first reason and its byte (from 0): "JSONPath, byte 3: expected ']'".
  std::string why() const;

 protected:
  bool fail(std::string_view what);
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void skip_spaces();

  bool read_integer(std::int64_t& out);  ///< of an index
  bool read_number(double& out);         ///< of a filter
  bool read_string(std::string& out);    ///< in quotes of either kind

  std::string_view text_;
  std::size_t at_ = 0;

 private:
  bool read_hex4(std::uint32_t& out);
  bool read_escape(char quote, std::string& out);

  std::string wrong_;
  std::size_t wrong_at_ = 0;
};

}  // namespace veriload::extract
