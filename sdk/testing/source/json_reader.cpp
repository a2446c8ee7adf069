// Reads the JSON texts of tests into nodes.
#include <veriload/testing/fake_node.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace veriload::testing {
namespace {

class json_reader {
 public:
  json_reader(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  fake_node document() {
    fake_node made = value();
    if (peek() != '\0') refuse("found more text, expected the end");
    return made;
  }

 private:
  fake_node value() {
    const char first = peek();
    const std::string where = file_.empty() ? std::string() : place();
    if (++depth_ > 200) refuse("nested deeper than 200");
    fake_node made;
    if (first == '{') {
      made = map();
    } else if (first == '[') {
      made = list();
    } else if (first == '"') {
      made = fake_node::of(std::string_view(string()));
    } else if (word("true") || word("false")) {
      made = fake_node::yes_or_no(first == 't');
    } else if (!word("null")) {
      made = number();
    }
    --depth_;
    made.place = where;
    return made;
  }

  fake_node map() {
    std::vector<std::pair<std::string, fake_node>> entries;
    for (bool more = begin('}'); more; more = next('}')) {
      if (peek() != '"') refuse("expected a key in quotes");
      std::string key = string();
      if (peek() != ':') refuse("expected ':'");
      ++at_;
      entries.emplace_back(std::move(key), value());
    }
    return fake_node::map(std::move(entries));
  }

  fake_node list() {
    std::vector<fake_node> entries;
    for (bool more = begin(']'); more; more = next(']'))
      entries.push_back(value());
    return fake_node::list(std::move(entries));
  }

  bool begin(char end) {
    ++at_;
    if (peek() != end) return true;
    ++at_;
    return false;
  }

  bool next(char end) {
    const char found = peek();
    if (found != ',' && found != end) refuse("expected ',' or the end of the list or map");
    ++at_;
    return found == ',';
  }

  std::string string() {
    std::string made;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] != '\\') {
        made += text_[at_];
        continue;
      }
      ++at_;
      constexpr std::string_view escapes = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
      const std::size_t which = at_ < text_.size() ? escapes.find(text_[at_]) : escapes.npos;
      if (which != escapes.npos) {
        made += meant[which];
      } else {
        made += code_point();
      }
    }
    if (at_ >= text_.size()) refuse("a text has no closing quote");
    ++at_;
    return made;
  }

  // \u0041, below 0x800 only: what a test cannot write as UTF-8 is a control character.
  std::string code_point() {
    unsigned code = 0;
    const std::string_view digits = text_.substr(std::min(at_ + 1, text_.size()), 4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (at_ >= text_.size() || text_[at_] != 'u' || digits.size() < 4 ||
        read.ptr != digits.data() + 4 || code >= 0x800) {
      refuse("unknown escape, write other characters as UTF-8");
    }
    at_ += 4;
    if (code < 0x80) return std::string(1, static_cast<char>(code));
    return {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
  }

  fake_node number() {
    const std::size_t end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
    const std::string_view digits = text_.substr(at_, end - at_);
    const char* const last = digits.data() + digits.size();
    std::int64_t whole = 0;
    double real = 0;
    fake_node made;
    if (digits.empty()) refuse("expected a value");
    if (std::from_chars(digits.data(), last, whole).ptr == last) {
      made = fake_node::of(whole);
    } else if (std::from_chars(digits.data(), last, real).ptr == last) {
      made = fake_node::of(real);
    } else {
      refuse("malformed number");
    }
    at_ = end;
    return made;
  }

  bool word(std::string_view name) {
    if (text_.substr(at_, name.size()) != name) return false;
    at_ += name.size();
    return true;
  }

  // The next character that is no space, '\0' at the end.
  char peek() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  std::string place() const {
    const std::string_view before = text_.substr(0, at_);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t start = before.rfind('\n') + 1;  // 0 when there is none
    return std::string(file_) + ":" + std::to_string(line) + ":" + std::to_string(at_ - start + 1);
  }

  [[noreturn]] void refuse(const char* why) const {
    throw std::runtime_error((file_.empty() ? "json" : "") + place() + ": " + why);
  }

  std::string_view text_;
  std::string_view file_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

fake_node fake_node::parse(std::string_view json, std::string_view file) {
  return json_reader(json, file).document();
}

}  // namespace veriload::testing
