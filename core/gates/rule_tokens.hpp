// The words of a rule. Flow: text -> [rule tokens] -> rule parser.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace veriload::gates {

enum class token_kind : std::uint8_t {
  word,       ///< p99.9, error_rate, of
  quoted,     ///< a name; `text` is without quotes and escapes
  number,     ///< 250, 0.5; a unit is a token of its own
  sign,       ///< ( ) % and everything that compares
  per_time,   ///< /s, /min, /h
  end,        ///< of the rule
  not_ended,  ///< a quoted text without its second quote
  unknown,    ///< a character that no rule has
};

struct token {
  token_kind kind = token_kind::end;
  std::string text;
  std::size_t at = 0;  ///< first byte, from 0
};

/// Takes a rule apart, one token at a time. `text` must outlive it. Thread: owned by one.
class rule_tokens {
 public:
  explicit rule_tokens(std::string_view text) : text_(text) { advance(); }

  /// The token that was not taken yet.
  const token& next() const { return next_; }

  /// Takes it.
  token take() {
    token taken = std::move(next_);
    advance();
    return taken;
  }

  bool next_is(token_kind kind, std::string_view text) const {
    return next_.kind == kind && next_.text == text;
  }

 private:
  void advance();
  void take_quoted();

  std::string_view text_;
  std::size_t at_ = 0;
  token next_;
};

}  // namespace veriload::gates
