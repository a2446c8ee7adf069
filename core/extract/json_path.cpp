#include "core/extract/json_path.hpp"

#include "core/extract/json_path_text.hpp"

#include <algorithm>
#include <utility>

namespace veriload::extract {
namespace {

constexpr std::size_t longest = 64 << 10;
constexpr int most_nested = 50;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_name_first(char c) {
  return is_small(c) || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool returns_logical(const path_operand& o) {
  return o.what == path_operand::kind::function &&
         (o.function == path_function::match || o.function == path_function::search);
}

// A literal, a query for one value, or a function that gives one.
bool is_value(const path_operand& o) {
  if (o.what == path_operand::kind::query) return o.query.is_singular();
  return !returns_logical(o);
}

class parser : public json_path_text {
 public:
  using json_path_text::json_path_text;

  bool read(path_query& out) {
    if (!take('$')) return fail("expected '$'");
    return read_segments(out) && (at_ == text_.size() || fail("expected '.', '[' or the end"));
  }

 private:
  bool read_segments(path_query& out) {
    for (;;) {
      const std::size_t before = at_;
      skip_spaces();
      if (peek() != '.' && peek() != '[') {
        at_ = before;  // blanks behind a query belong to what follows
        return true;
      }
      out.segments.emplace_back();
      if (!read_segment(out.segments.back())) return false;
    }
  }

  bool read_segment(path_segment& out) {
    if (take("..")) {
      out.descendants = true;
      if (peek() != '[') return read_dotted(out);
    } else if (take('.')) {
      return read_dotted(out);
    }
    ++at_;
    do {
      skip_spaces();
      out.selectors.emplace_back();
      if (!read_selector(out.selectors.back())) return false;
      skip_spaces();
    } while (take(','));
    return take(']') || fail("expected ',' or ']'");
  }

  bool read_dotted(path_segment& out) {
    out.selectors.emplace_back();
    path_selector& made = out.selectors.back();
    if (take('*')) return true;
    if (!is_name_first(peek())) return fail("expected a name or '*'");
    made.what = path_selector::kind::name;
    while (at_ < text_.size() && (is_name_first(text_[at_]) || is_digit(text_[at_])))
      made.name += text_[at_++];
    return true;
  }

  bool read_selector(path_selector& out) {
    const char c = peek();
    if (take('*')) return true;
    if (c == '"' || c == '\'') {
      out.what = path_selector::kind::name;
      return read_string(out.name);
    }
    if (take('?')) {
      out.what = path_selector::kind::filter;
      skip_spaces();
      out.filter.emplace_back();
      return read_any_of(out.filter.back());
    }
    if (c != ':' && c != '-' && !is_digit(c)) {
      return fail("expected a name in quotes, a number, ':', '*' or '?'");
    }
    return read_index_or_slice(out);
  }

  bool read_index_or_slice(path_selector& out) {
    out.what = path_selector::kind::index;
    const bool has_start = peek() != ':';
    if (has_start && !read_integer(out.index)) return false;
    const std::size_t before = at_;
    skip_spaces();
    if (!take(':')) {
      at_ = before;
      return true;
    }
    out.what = path_selector::kind::slice;
    if (has_start) out.start = out.index;
    skip_spaces();
    if (std::int64_t end = 0; peek() == '-' || is_digit(peek())) {
      if (!read_integer(end)) return false;
      out.end = end;
      skip_spaces();
    }
    if (!take(':')) return true;
    skip_spaces();
    return (peek() != '-' && !is_digit(peek())) || read_integer(out.step);
  }

  // Parts divided by an operator; a single part stands for itself.
  template <class Read>
  bool read_parts(path_filter& out, path_filter::kind what, std::string_view sign, Read read) {
    path_filter first;
    if (!read(first)) return false;
    for (;;) {
      const std::size_t before = at_;
      skip_spaces();
      if (!take(sign)) {
        at_ = before;
        break;
      }
      if (out.parts.empty()) out.parts.push_back(std::move(first));
      skip_spaces();
      out.parts.emplace_back();
      if (!read(out.parts.back())) return false;
    }
    if (out.parts.empty()) {
      out = std::move(first);  // NOLINT(bugprone-use-after-move): no part means that it was not
    } else {
      out.what = what;
    }
    return true;
  }

  bool read_any_of(path_filter& out) {
    if (++depth_ > most_nested) return fail("over 50 levels of filters");
    const bool good = read_parts(out, path_filter::kind::any_of, "||", [this](path_filter& one) {
      return read_parts(one, path_filter::kind::all_of, "&&",
                        [this](path_filter& part) { return read_basic(part); });
    });
    --depth_;
    return good;
  }

  bool read_basic(path_filter& out) {
    if (take('!')) {
      skip_spaces();
      out.what = path_filter::kind::negation;
      out.parts.emplace_back();
      if (take('(')) return read_rest_of_parentheses(out.parts.back());
      out.parts.back().operands.emplace_back();
      return read_operand(out.parts.back().operands.back()) && check_test(out.parts.back());
    }
    if (take('(')) return read_rest_of_parentheses(out);
    out.operands.emplace_back();
    if (!read_operand(out.operands.back())) return false;
    const std::size_t before = at_;
    skip_spaces();
    constexpr std::pair<std::string_view, path_filter::kind> signs[] = {
        {"==", path_filter::kind::equal},         {"!=", path_filter::kind::not_equal},
        {"<=", path_filter::kind::less_or_equal}, {">=", path_filter::kind::greater_or_equal},
        {"<", path_filter::kind::less},           {">", path_filter::kind::greater}};
    for (const auto& [sign, kind] : signs) {
      if (!take(sign)) continue;
      out.what = kind;
      skip_spaces();
      out.operands.emplace_back();
      if (!read_operand(out.operands.back())) return false;
      return std::ranges::all_of(out.operands, is_value) ||
             fail(
                 "expected literals, queries for one value, length(), count() or value() on both "
                 "sides of a comparison");
    }
    at_ = before;
    return check_test(out);
  }

  bool read_rest_of_parentheses(path_filter& out) {
    skip_spaces();
    if (!read_any_of(out)) return false;
    skip_spaces();
    return take(')') || fail("expected ')'");
  }

  bool check_test(path_filter& out) {
    const path_operand& only = out.operands.front();
    out.what = path_filter::kind::test;
    return only.what == path_operand::kind::query || returns_logical(only) ||
           fail("expected a comparison, a query, match() or search()");
  }

  bool read_operand(path_operand& out) {
    const char c = peek();
    if (c == '"' || c == '\'') {
      out.what = path_operand::kind::string;
      return read_string(out.string);
    }
    if (c == '@' || c == '$') {
      ++at_;
      out.what = path_operand::kind::query;
      out.query.from_root = c == '$';
      return read_segments(out.query);
    }
    if (c == '-' || is_digit(c)) {
      out.what = path_operand::kind::number;
      return read_number(out.number);
    }
    if (!is_small(c)) return fail("expected a literal, '@', '$', '!', '(' or a function");
    const std::size_t start = at_;
    while (is_small(peek()) || is_digit(peek()) || peek() == '_')
      ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (take('(')) return read_function(word, start, out);
    out.what = path_operand::kind::boolean;
    out.boolean = word == "true";
    if (word == "true" || word == "false") return true;
    out.what = path_operand::kind::null;
    at_ = word == "null" ? at_ : start;
    return word == "null" || fail("expected true, false, null or a function");
  }

  bool read_function(std::string_view name, std::size_t start, path_operand& out) {
    constexpr std::pair<std::string_view, path_function> known[] = {
        {"length", path_function::length},
        {"count", path_function::count},
        {"match", path_function::match},
        {"search", path_function::search},
        {"value", path_function::value}};
    const auto found = std::ranges::find(known, name, [](const auto& k) { return k.first; });
    if (found == std::end(known)) {
      at_ = start;
      return fail("unknown function, expected length, count, match, search or value");
    }
    if (++depth_ > most_nested) return fail("over 50 levels of filters");
    out.what = path_operand::kind::function;
    out.function = found->second;
    skip_spaces();
    if (!take(')')) {
      do {
        skip_spaces();
        out.arguments.emplace_back();
        if (!read_operand(out.arguments.back())) return false;
        skip_spaces();
      } while (take(','));
      if (!take(')')) return fail("expected ',' or ')'");
    }
    --depth_;
    return check_arguments(out);
  }

  bool check_arguments(path_operand& out) {
    const bool two = returns_logical(out);
    if (out.arguments.size() != (two ? 2u : 1u)) {
      return fail(two ? "expected two arguments" : "expected one argument");
    }
    if (out.function == path_function::count || out.function == path_function::value) {
      return out.arguments[0].what == path_operand::kind::query || fail("expected a query");
    }
    if (!std::ranges::all_of(out.arguments, is_value)) {
      return fail("expected a literal or a query for one value");
    }
    if (two && out.arguments[1].what == path_operand::kind::string) {
      // One that is no pattern matches nothing, as when it comes from the document.
      std::string ignored;
      out.constant = pattern::compile(
          as_pcre2(out.arguments[1].string, out.function == path_function::match), ignored);
    }
    return true;
  }

  int depth_ = 0;
};

}  // namespace

bool path_query::is_singular() const noexcept {
  return std::ranges::all_of(segments, [](const path_segment& s) {
    return !s.descendants && s.selectors.size() == 1 &&
           (s.selectors[0].what == path_selector::kind::name ||
            s.selectors[0].what == path_selector::kind::index);
  });
}

std::string as_pcre2(std::string_view iregexp, bool whole) {
  std::string out = whole ? "\\A(?:" : "";
  bool in_class = false;
  for (std::size_t i = 0; i < iregexp.size(); ++i) {
    const char c = iregexp[i];
    if (c == '\\' && i + 1 < iregexp.size()) {
      out += c;
      out += iregexp[++i];
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    // A dot is any character but line ends there, and any but LF in PCRE2.
    if (c == '.' && !in_class) {
      out += "[^\\n\\r]";
    } else {
      out += c;
    }
  }
  if (whole) out += ")\\z";
  return out;
}

std::optional<path_query> parse_json_path(std::string_view text, std::string& why) {
  if (text.size() > longest) {
    why = "the JSONPath has " + std::to_string(text.size()) + " bytes, expected at most " +
          std::to_string(longest);
    return std::nullopt;
  }
  parser reader(text);
  path_query made;
  if (reader.read(made)) return made;
  why = reader.why();
  return std::nullopt;
}

}  // namespace veriload::extract
