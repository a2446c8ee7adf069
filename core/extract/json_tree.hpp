// A JSON document as nodes that know where they stand in the text. Flow: text -> [json_tree] ->
// json_path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::extract {

/// RFC 8259, at most 1,000 levels deep and 4 GiB long.
///
/// Nodes lie in the order of the text, a value before what is in it, so the nodes below node i are
/// i + 1 to `nodes()[i].after`, and its next sibling is at `after`. A value is shown as it was
/// written: numbers keep all their digits. Views into the text, which must outlive the tree.
class json_tree {
 public:
  enum class kind : std::uint8_t { null, boolean, number, string, array, object };
  struct node {
    kind type = kind::null;
    bool escaped_key = false;
    bool escaped = false;      // a string with a backslash
    std::uint32_t after = 0;   // the first node that is not below this one
    std::uint32_t size = 0;    // elements or members
    std::uint32_t key_at = 0;  // inside the quotes; for members of objects
    std::uint32_t key_bytes = 0;
    std::uint32_t at = 0;  // the value, strings with their quotes
    std::uint32_t bytes = 0;
  };

  /// False with `why`, which names the byte (from 0), when the text is no JSON.
  bool parse(std::string_view text, std::string& why);

  /// After a parse() that failed: the byte (from 0), and what is wrong there without a character of
  /// the text, for those who may not tell any of it.
  std::size_t failed_at() const noexcept { return at_; }
  std::string_view failure() const noexcept { return failure_; }

  const std::vector<node>& nodes() const noexcept { return nodes_; }

  /// The value as it stands in the text.
  std::string_view text(const node& of) const noexcept { return text_.substr(of.at, of.bytes); }

  /// The characters of a string or of a key; `scratch` holds them when something was escaped.
  std::string_view characters(const node& of, std::string& scratch) const;
  std::string_view key(const node& of, std::string& scratch) const;

  double number(const node& of) const noexcept;

 private:
  bool fail(std::string_view what, std::string& why);
  void skip_spaces() noexcept;
  bool take_value_start(std::string& why);
  bool take_string(bool& escaped, std::string& why);
  bool take_number(std::string& why);
  bool take_word(std::string_view word, kind type, std::string& why);
  bool take_key(std::string& why);
  void close(std::uint32_t index);

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view failure_;
  std::vector<node> nodes_;
  std::vector<std::uint32_t> open_;  // arrays and objects around at_
};

/// Appends the characters that stand for `escaped`, the inside of a JSON string that was checked. A
/// lone surrogate becomes U+FFFD.
void append_unescaped(std::string& out, std::string_view escaped);

}  // namespace veriload::extract
