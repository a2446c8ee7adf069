#include "core/gates/rule_tokens.hpp"

namespace veriload::gates {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

void rule_tokens::take_quoted() {
  const char quote = text_[at_++];
  next_.kind = token_kind::not_ended;
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == quote) {
      next_.kind = token_kind::quoted;
      return;
    }
    const bool escaped =
        c == '\\' && at_ < text_.size() && (text_[at_] == quote || text_[at_] == '\\');
    next_.text += escaped ? text_[at_++] : c;
  }
}

void rule_tokens::advance() {
  while (at_ < text_.size() && is_blank(text_[at_]))
    ++at_;
  next_ = {token_kind::end, {}, at_};
  if (at_ == text_.size()) return;
  const char first = text_[at_];
  const auto take_while = [this](auto&& belongs) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && belongs(text_[at_]))
      ++at_;
    next_.text = text_.substr(begin, at_ - begin);
  };
  if (first == '"' || first == '\'') return take_quoted();
  if (is_letter(first)) {
    next_.kind = token_kind::word;
    return take_while([](char c) { return is_letter(c) || is_digit(c) || c == '.'; });
  }
  if (is_digit(first) || first == '.') {
    next_.kind = token_kind::number;
    return take_while([](char c) { return is_digit(c) || c == '.'; });
  }
  if (first == '/') {
    next_.kind = token_kind::per_time;
    return take_while([](char c) { return is_letter(c) || c == '/'; });
  }
  if (first == '(' || first == ')' || first == '%') {
    next_ = {token_kind::sign, std::string(1, first), at_++};
    return;
  }
  constexpr std::string_view comparing = "<>=!";
  if (comparing.find(first) != std::string_view::npos) {
    next_.kind = token_kind::sign;
    return take_while([comparing](char c) { return comparing.find(c) != std::string_view::npos; });
  }
  next_.kind = token_kind::unknown;
  // A whole character, so that the message is UTF-8.
  next_.text = first;
  ++at_;
  while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xc0) == 0x80)
    next_.text += text_[at_++];
}

}  // namespace veriload::gates
