#include "core/host/scenario_lint.hpp"

#include <algorithm>

namespace veriload::host {

namespace {

struct token {
  std::string_view text;
  std::size_t line;
  std::size_t column;
  std::size_t partner;  // of a bracket: the index of the one that closes or opens it, else its own
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Cuts a source into words and single marks; `->` and `::` stay together. Literals become the word
/// "".
class tokenizer {
 public:
  explicit tokenizer(std::string_view source) : source_(source) {}

  std::vector<token> run() {
    while (at_ < source_.size())
      step();
    pair_brackets();
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  void advance(std::size_t count) {
    for (; count > 0 && at_ < source_.size(); --count, ++at_) {
      if (source_[at_] == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      }
    }
  }

  void skip_to(std::string_view end) {
    const std::size_t found = source_.find(end, at_);
    advance(found == std::string_view::npos ? source_.size() - at_ : found + end.size() - at_);
  }

  void skip_directive() {
    while (at_ < source_.size() && peek() != '\n')
      advance(peek() == '\\' ? 2 : 1);
  }

  void skip_quoted(char quote) {
    advance(1);
    while (at_ < source_.size() && peek() != quote && peek() != '\n') {
      advance(peek() == '\\' ? 2 : 1);
    }
    advance(1);
  }

  void add(std::string_view text) {
    tokens_.push_back(token{text, line_, at_ - line_start_ + 1, tokens_.size()});
  }

  void step() {
    const char c = peek();
    const bool starts_line = tokens_.empty() || tokens_.back().line != line_;
    if (c == '/' && peek(1) == '/') return skip_to("\n");
    if (c == '/' && peek(1) == '*') {
      advance(2);
      return skip_to("*/");
    }
    if (c == '#' && starts_line) return skip_directive();
    if (c == '"') {
      add("");
      return skip_quoted('"');
    }
    if (c == '\'') {
      add("");
      return skip_quoted('\'');
    }
    if (is_word(c)) return word();
    if (static_cast<unsigned char>(c) > ' ') {
      const bool pair = (c == '-' && peek(1) == '>') || (c == ':' && peek(1) == ':');
      add(source_.substr(at_, pair ? 2 : 1));
      return advance(pair ? 2 : 1);
    }
    advance(1);
  }

  void word() {
    std::size_t size = 0;
    const bool number = peek() >= '0' && peek() <= '9';
    // 1'000'000 is one number.
    while (is_word(peek(size)) || (number && peek(size) == '\'' && is_word(peek(size + 1))))
      ++size;
    const std::string_view text = source_.substr(at_, size);
    if (peek(size) == '"' && !text.empty() && text.back() == 'R' && text.size() <= 3) {
      add("");
      const std::size_t open = source_.find('(', at_);
      if (open == std::string_view::npos) return advance(source_.size() - at_);
      const std::string end =
          ")" + std::string(source_.substr(at_ + size + 1, open - at_ - size - 1)) + "\"";
      return skip_to(end);
    }
    add(text);
    advance(size);
  }

  void pair_brackets() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const std::string_view text = tokens_[i].text;
      if (text == "(" || text == "[" || text == "{") open.push_back(i);
      if (text != ")" && text != "]" && text != "}") continue;
      if (open.empty()) continue;
      tokens_[i].partner = open.back();
      tokens_[open.back()].partner = i;
      open.pop_back();
    }
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
  std::vector<token> tokens_;
};

/// A closure: where its captures and its body lie, as indices of their brackets.
struct closure {
  std::size_t captures_open;
  std::size_t captures_close;
  std::size_t body_open;
  std::size_t body_close;
};

class linter {
 public:
  explicit linter(std::vector<token> tokens) : tokens_(std::move(tokens)) {}

  std::vector<lint_warning> run() {
    find_closures();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is(i, "co_await")) check_await(i);
    }
    check_unawaited_closures();
    std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(found_);
  }

 private:
  bool is(std::size_t i, std::string_view text) const {
    return i < tokens_.size() && tokens_[i].text == text;
  }
  bool opens(std::size_t i) const { return is(i, "(") || is(i, "[") || is(i, "{"); }
  bool closes(std::size_t i) const { return is(i, ")") || is(i, "]") || is(i, "}"); }

  void warn(std::size_t i, const char* message, const char* remedy) {
    for (const lint_warning& known : found_) {
      const bool same_place = known.line == tokens_[i].line && known.column == tokens_[i].column;
      if (same_place && known.message == message) return;
    }
    found_.push_back(lint_warning{tokens_[i].line, tokens_[i].column, message, remedy});
  }

  /// Whether the `[` at i starts a closure rather than a subscript or an attribute.
  bool starts_closure(std::size_t i) const {
    if (!is(i, "[") || tokens_[i].partner <= i || is(i + 1, "[")) return false;
    if (i == 0) return true;
    const std::string_view before = tokens_[i - 1].text;
    if (before == "return" || before == "co_return" || before == "co_await") return true;
    return !before.empty() && !is_word(before.back()) && before != ")" && before != "]" &&
           before != "[";
  }

  void find_closures() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!starts_closure(i)) continue;
      // Between captures and body stand parameters, specifiers and the result; nothing else ends
      // them.
      std::size_t body = tokens_[i].partner + 1;
      while (body < tokens_.size() && !is(body, "{") && !is(body, ";") && !closes(body)) {
        body = opens(body) ? tokens_[body].partner + 1 : body + 1;
      }
      if (!is(body, "{") || tokens_[body].partner <= body) continue;
      closures_.push_back(closure{i, tokens_[i].partner, body, tokens_[body].partner});
    }
  }

  const closure* closure_with_body(std::size_t brace) const {
    for (const closure& c : closures_) {
      if (c.body_open == brace) return &c;
    }
    return nullptr;
  }

  void check_await(std::size_t await) {
    check_condition(await);
    check_branch(await);
    check_awaited(await);
  }

  /// The bracket around token i, or npos at the outermost level.
  std::size_t enclosing(std::size_t i) const {
    while (i-- > 0) {
      if (closes(i) && tokens_[i].partner < i) {
        i = tokens_[i].partner;
      } else if (opens(i)) {
        return i;
      }
    }
    return std::string_view::npos;
  }

  void check_condition(std::size_t await) {
    for (std::size_t open = enclosing(await); open != std::string_view::npos;
         open = enclosing(open)) {
      if (is(open, "{")) return;  // a statement of its own
      if (!is(open, "(") || open == 0) continue;
      const std::size_t word = is(open - 1, "constexpr") ? open - 2 : open - 1;
      if (!is(word, "if") && !is(word, "while") && !is(word, "switch")) continue;
      for (std::size_t i = await; i < tokens_[open].partner; ++i) {
        if (opens(i) && tokens_[i].partner > i) i = tokens_[i].partner;
        if (is(i, ";")) return;  // in the initialiser
      }
      warn(await, "co_await in a condition: g++ 12 lays the coroutine's frame out too small",
           "await into a named local first and test that");
      return;
    }
  }

  void check_branch(std::size_t await) {
    for (std::size_t i = await; i-- > 0;) {
      if (closes(i) && tokens_[i].partner < i) {
        i = tokens_[i].partner;
        continue;
      }
      if (is(i, "?")) {
        warn(await, "co_await in a branch of ?: : g++ 12 destroys the results twice",
             "write if and else");
        return;
      }
      if (is(i, ";") || is(i, ",") || is(i, "{") || is(i, "}")) return;
    }
  }

  /// Looks at everything from `co_await` to the end of its operand's expression.
  void check_awaited(std::size_t await) {
    std::size_t i = await + 1;
    for (; i < tokens_.size() && !is(i, ";") && !closes(i); ++i) {
      if (opens(i)) i = check_inside(i);
    }
  }

  /// Checks a bracket of an awaited expression; gives the index of the one that closes it.
  std::size_t check_inside(std::size_t open) {
    const std::size_t close = tokens_[open].partner;
    if (close <= open) return open;
    if (is(open, "{")) {
      if (closure_with_body(open) == nullptr) {
        warn(open,
             "brace list in an awaited expression: g++ 12 refuses it or frees its parts twice",
             "name the value first, or use the builder calls and pairs");
      }
      return close;
    }
    for (const closure& c : closures_) {
      if (c.captures_open == open && captures_by_value(c) && !is_argument_of_retryable(open)) {
        warn(open,
             "closure with captures by value in an awaited expression: g++ 12 destroys owning "
             "captures twice",
             "capture this or references, or name the closure first");
      }
    }
    if (is(open, "[")) return close;
    for (std::size_t i = open + 1; i < close; ++i) {
      if (opens(i)) i = check_inside(i);
    }
    return close;
  }

  /// True for anything but `this`, `&` and `&name`.
  bool captures_by_value(const closure& c) const {
    for (std::size_t i = c.captures_open + 1; i < c.captures_close; ++i) {
      if (is(i, "&")) {
        while (i + 1 < c.captures_close && !is(i + 1, ","))
          ++i;
      } else if (!is(i, ",") && !is(i, "this")) {
        return true;
      }
    }
    return false;
  }

  bool is_argument_of_retryable(std::size_t i) const {
    const std::size_t open = enclosing(i);
    return open != std::string_view::npos && open > 0 && is(open - 1, "retryable");
  }

  bool is_coroutine(const closure& c) const {
    for (std::size_t i = c.body_open + 1; i < c.body_close; ++i) {
      if (is(i, "{")) {
        if (const closure* inner = closure_with_body(i); inner != nullptr) i = inner->body_close;
      } else if (is(i, "co_await") || is(i, "co_return") || is(i, "co_yield")) {
        return true;
      }
    }
    return false;
  }

  /// A coroutine keeps a pointer to its closure: the closure must live until the coroutine has
  /// ended.
  void check_unawaited_closures() {
    for (const closure& c : closures_) {
      if (c.captures_close == c.captures_open + 1 || !is_coroutine(c)) continue;
      const bool called = is(c.body_close + 1, "(");
      const bool passed =
          c.captures_open > 0 && (is(c.captures_open - 1, "(") || is(c.captures_open - 1, ","));
      if ((called || passed) && !is_awaited(c.captures_open)) {
        warn(c.captures_open,
             "coroutine closure with captures that ends before its coroutine: use after scope",
             "write a member function, or a free function with parameters by value");
      }
    }
  }

  /// Whether token i lies in the operand of a co_await of the same statement.
  bool is_awaited(std::size_t i) const {
    while (i-- > 0) {
      if (closes(i) && tokens_[i].partner < i) {
        i = tokens_[i].partner;
      } else if (is(i, "co_await")) {
        return true;
      } else if (is(i, ";") || is(i, "{") || is(i, "}")) {
        return false;
      }
    }
    return false;
  }

  std::vector<token> tokens_;
  std::vector<closure> closures_;
  std::vector<lint_warning> found_;
};

}  // namespace

std::vector<lint_warning> lint_scenario(std::string_view source) {
  return linter(tokenizer(source).run()).run();
}

}  // namespace veriload::host
