#include "core/extract/css_selector.hpp"

#include "core/extract/utf8.hpp"

#include <utility>

namespace veriload::extract {
namespace {

constexpr std::size_t longest = 64 << 10;
constexpr std::size_t most_compounds = 100;
constexpr int most_nested = 8;         // :not inside :not
constexpr int largest_step = 1 << 24;  // of an+b

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
bool is_name_char(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || is_digit(c) || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
int hex_of(char c) {
  const char l = lower(c);
  if (is_digit(c)) return c - '0';
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

class parser {
 public:
  explicit parser(std::string_view text) : text_(text) {}

  bool read(std::vector<css_chain>& out) {
    do {
      skip_spaces();
      out.emplace_back();
      if (!read_chain(out.back())) return false;
    } while (take(','));
    return at_ == text_.size() || fail("expected a combinator, ',' or the end");
  }

  std::string why() const {
    return "selector, character " + std::to_string(wrong_at_ + 1) + ": " + wrong_;
  }

 private:
  bool fail(std::string_view what) {
    if (wrong_.empty()) {
      wrong_ = what;
      wrong_at_ = at_;
    }
    return false;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool skip_spaces() {
    const std::size_t before = at_;
    while (at_ < text_.size() && is_space(text_[at_]))
      ++at_;
    return at_ != before;
  }

  bool read_chain(css_chain& out) {
    for (;;) {
      out.compounds.emplace_back();
      if (out.compounds.size() > most_compounds) return fail("over 100 elements in one selector");
      if (!read_compound(out.compounds.back(), 0)) return false;
      const bool spaced = skip_spaces();
      const char c = peek();
      if (c == '>' || c == '+' || c == '~') {
        ++at_;
        skip_spaces();
        out.relations += c;
      } else if (spaced && at_ < text_.size() && c != ',') {
        out.relations += ' ';
      } else {
        return true;
      }
    }
  }

  bool read_compound(css_compound& out, int depth) {
    const std::size_t start = at_;
    if (take('*')) {
      // any type
    } else if (is_name_char(peek()) || peek() == '\\') {
      if (!read_name(out.type)) return false;
      for (char& c : out.type)
        c = lower(c);
    }
    if (peek() == '|') return fail("namespaces are not offered");
    for (;;) {
      const char c = peek();
      if (c != '#' && c != '.' && c != '[' && c != ':') break;
      out.tests.emplace_back();
      css_test& test = out.tests.back();
      ++at_;
      bool good = false;
      if (c == '#' || c == '.') {
        test.what = c == '#' ? css_test::kind::id : css_test::kind::class_name;
        good = read_name(test.value);
      } else {
        good = c == '[' ? read_attribute(test) : read_pseudo(test, depth);
      }
      if (!good) return false;
    }
    return at_ != start || fail("expected an element, '.', '#', '[' or ':'");
  }

  bool read_escape(std::string& out) {
    ++at_;
    if (at_ == text_.size() || text_[at_] == '\n') return fail("expected a character after '\\'");
    if (hex_of(text_[at_]) < 0) {
      out += text_[at_++];
      return true;
    }
    std::uint32_t code = 0;
    for (int i = 0; i < 6 && at_ < text_.size() && hex_of(text_[at_]) >= 0; ++i)
      code = code * 16 + static_cast<std::uint32_t>(hex_of(text_[at_++]));
    if (is_space(peek())) ++at_;
    append_utf8(out, code == 0 ? 0xfffd : code);
    return true;
  }

  bool read_name(std::string& out) {
    if (is_digit(peek())) return fail("a name cannot start with a digit");
    while (at_ < text_.size() && (is_name_char(text_[at_]) || text_[at_] == '\\')) {
      if (text_[at_] != '\\') {
        out += text_[at_++];
      } else if (!read_escape(out)) {
        return false;
      }
    }
    return !out.empty() || fail("expected a name");
  }

  bool read_string(std::string& out) {
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      if (text_[at_] != '\\') {
        out += text_[at_++];
      } else if (!read_escape(out)) {
        return false;
      }
    }
    return take(quote) || fail("the quoted text does not end");
  }

  bool read_attribute(css_test& out) {
    skip_spaces();
    if (!read_name(out.name)) return false;
    for (char& c : out.name)
      c = lower(c);
    skip_spaces();
    out.what = css_test::kind::exists;
    if (take(']')) return true;
    constexpr std::pair<char, css_test::kind> kinds[] = {{'~', css_test::kind::word},
                                                         {'|', css_test::kind::dash},
                                                         {'^', css_test::kind::prefix},
                                                         {'$', css_test::kind::suffix},
                                                         {'*', css_test::kind::part}};
    out.what = css_test::kind::equals;
    for (const auto& [sign, kind] : kinds) {
      if (take(sign)) {
        out.what = kind;
        break;
      }
    }
    if (!take('=')) return fail("expected ']', '=', '~=', '|=', '^=', '$=' or '*='");
    skip_spaces();
    const bool quoted = peek() == '"' || peek() == '\'';
    if (!(quoted ? read_string(out.value) : read_name(out.value))) return false;
    skip_spaces();
    const char flag = lower(peek());
    if (flag == 'i' || flag == 's') {
      out.ignore_case = flag == 'i';
      ++at_;
      skip_spaces();
    }
    return take(']') || fail("expected ']'");
  }

  bool read_pseudo(css_test& out, int depth) {
    const std::size_t start = at_;
    if (peek() == ':') return fail("pseudo-elements are not offered");
    std::string name;
    if (!read_name(name)) return false;
    for (char& c : name)
      c = lower(c);
    out.what = name == "last-child" || name == "nth-last-child" ? css_test::kind::nth_last
                                                                : css_test::kind::nth;
    if (name == "first-child" || name == "last-child") {
      out.b = 1;
      return true;
    }
    if (name == "nth-child" || name == "nth-last-child") {
      return open() && read_step(out.a, out.b) && close();
    }
    if (name == "not") {
      out.what = css_test::kind::none_of;
      if (depth == most_nested) return fail("over 8 levels of :not()");
      if (!open()) return false;
      do {
        skip_spaces();
        out.list.emplace_back();
        if (!read_compound(out.list.back(), depth + 1)) return false;
        skip_spaces();
      } while (take(','));
      return close();
    }
    at_ = start;
    return fail("unknown pseudo-class :" + name +
                ", expected first-child, last-child, nth-child, nth-last-child or not");
  }

  bool open() {
    if (!take('(')) return fail("expected '('");
    skip_spaces();
    return true;
  }
  bool close() {
    skip_spaces();
    return take(')') || fail("expected ')'");
  }

  bool read_digits(int& out) {
    if (!is_digit(peek())) return fail("expected a number, an+b, odd or even");
    int value = 0;
    while (is_digit(peek())) {
      value = value * 10 + (text_[at_++] - '0');
      if (value > largest_step) return fail("the number is too large");
    }
    out = value;
    return true;
  }

  bool take_word(std::string_view word) {
    if (text_.size() - at_ < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (lower(text_[at_ + i]) != word[i]) return false;
    }
    at_ += word.size();
    return true;
  }

  // "odd", "even", "3", "-n + 3", "2n+1", "n".
  bool read_step(int& a, int& b) {
    if (take_word("odd")) return a = 2, b = 1, true;
    if (take_word("even")) return a = 2, b = 0, true;
    const int sign = take('-') ? -1 : (take('+'), 1);
    int number = 1;
    const bool digits = is_digit(peek());
    if (digits && !read_digits(number)) return false;
    if (!take('n') && !take('N')) {
      if (!digits) return fail("expected a number, an+b, odd or even");
      a = 0;
      b = sign * number;
      return true;
    }
    a = sign * number;
    b = 0;
    skip_spaces();
    const char c = peek();
    if (c != '+' && c != '-') return true;
    ++at_;
    skip_spaces();
    if (!read_digits(b)) return false;
    if (c == '-') b = -b;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string wrong_;
  std::size_t wrong_at_ = 0;
};

}  // namespace

std::optional<std::vector<css_chain>> parse_selector(std::string_view text, std::string& why) {
  if (text.size() > longest) {
    why = "the selector has " + std::to_string(text.size()) + " bytes, expected at most " +
          std::to_string(longest);
    return std::nullopt;
  }
  parser reader(text);
  std::vector<css_chain> made;
  if (reader.read(made)) return made;
  why = reader.why();
  return std::nullopt;
}

}  // namespace veriload::extract
