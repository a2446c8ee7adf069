#include "plugins/http/auth_challenge.hpp"

#include "plugins/http/character_class.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

// The letters of token68; '=' may follow only.
constexpr bool is_blob_char(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '+' || c == '/';
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
}

template <class Test>
std::string_view take_while(std::string_view& text, Test test) {
  const auto end = std::find_if_not(text.begin(), text.end(), test);
  const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

// The inside of a quoted string whose first quote is at the front; false when it does not end.
bool take_quoted(std::string_view& text, std::string& value) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return true;
    }
    if (text[i] == '\\' && ++i == text.size()) break;
    if (is_control(text[i])) break;
    value += text[i];
  }
  return false;
}

// A value behind '=', else the front is left alone.
bool take_parameter_value(std::string_view& text, std::string& value) {
  std::string_view rest = text;
  skip_blanks(rest);
  if (rest.empty() || rest.front() != '=') return false;
  rest.remove_prefix(1);
  skip_blanks(rest);
  if (!rest.empty() && rest.front() == '"') {
    if (!take_quoted(rest, value)) return false;
  } else {
    value = take_while(rest, is_token_char);
    if (value.empty()) return false;
  }
  text = rest;
  return true;
}

}  // namespace

void next_auth_piece(std::string_view& field, auth_piece& piece) {
  piece.value.clear();
  piece.name = {};
  take_while(field, [](char c) { return c == ',' || is_blank(c); });
  if (field.empty()) {
    piece.what = auth_piece::kind::end;
    return;
  }
  std::string_view rest = field;
  piece.name = take_while(rest, is_token_char);
  if (!piece.name.empty() && take_parameter_value(rest, piece.value)) {
    piece.what = auth_piece::kind::parameter;
    field = rest;
    return;
  }
  piece.value.clear();
  // A scheme is followed by a blank, a comma or nothing; a token68 by a comma or nothing.
  if (!piece.name.empty() && (rest.empty() || rest.front() == ',' || is_blank(rest.front()))) {
    piece.what = auth_piece::kind::scheme;
    field = rest;
    return;
  }
  rest = field;
  const std::string_view blob = take_while(rest, is_blob_char);
  const std::string_view padding = take_while(rest, [](char c) { return c == '='; });
  piece.name = {};
  if (!blob.empty() && (rest.empty() || rest.front() == ',' || is_blank(rest.front()))) {
    piece.what = auth_piece::kind::blob;
    piece.value.append(blob).append(padding);
    field = rest;
    return;
  }
  piece.what = auth_piece::kind::wrong;
  field = {};
}

}  // namespace veriload::http_plugin
