// The HTML parser is Gumbo: it builds the tree of the HTML5 standard, so that a selector finds what
// it finds in a browser. libxml2's builds one of its own from HTML 4.
#include "core/extract/css_selector.hpp"
#include "core/extract/expression.hpp"

#include <gumbo.h>

#include <algorithm>
#include <utility>

namespace veriload::extract {
namespace {

constexpr std::size_t most_html = 32 << 20;  // bytes
constexpr std::size_t most_open = 20'000;    // tags; Gumbo walks all open ones for some new ones
constexpr std::uint64_t most_steps = 50'000'000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool same(std::string_view a, std::string_view b, bool ignore_case) {
  if (!ignore_case) return a == b;
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

const GumboVector* children_of(const GumboNode* node) {
  if (is_element(node)) return &node->v.element.children;
  return node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children : nullptr;
}

const GumboNode* child(const GumboVector* of, std::size_t i) {
  return static_cast<const GumboNode*>(of->data[i]);
}

// The next node in the order of the document, below `root`; null at the end.
const GumboNode* next_node(const GumboNode* node, const GumboNode* root) {
  if (const GumboVector* below = children_of(node); below != nullptr && below->length != 0) {
    return child(below, 0);
  }
  while (node != root) {
    const GumboVector* siblings = children_of(node->parent);
    if (node->index_within_parent + 1 < siblings->length) {
      return child(siblings, node->index_within_parent + 1);
    }
    node = node->parent;
  }
  return nullptr;
}

bool has_type(const GumboNode* node, std::string_view type) {
  const GumboElement& element = node->v.element;
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag) == type;
  GumboStringPiece name = element.original_tag;
  gumbo_tag_from_original_text(&name);
  return same({name.data, name.length}, type, true);
}

const char* attribute_of(const GumboNode* node, const std::string& name) {
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name.c_str());
  return found != nullptr ? found->value : nullptr;
}

bool has_word(std::string_view words, std::string_view wanted, bool ignore_case) {
  if (wanted.empty()) return false;
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = at;
    while (end < words.size() && !is_space(words[end]))
      ++end;
    if (same(words.substr(at, end - at), wanted, ignore_case)) return true;
    at = end + 1;
  }
  return false;
}

bool value_matches(const css_test& test, std::string_view value) {
  const std::string_view wanted = test.value;
  const bool any_case = test.ignore_case;
  switch (test.what) {
    case css_test::kind::exists:
      return true;
    case css_test::kind::id:
    case css_test::kind::equals:
      return same(value, wanted, any_case);
    case css_test::kind::class_name:
    case css_test::kind::word:
      return has_word(value, wanted, any_case);
    case css_test::kind::dash:
      return same(value, wanted, any_case) ||
             (value.size() > wanted.size() && value[wanted.size()] == '-' &&
              same(value.substr(0, wanted.size()), wanted, any_case));
    case css_test::kind::prefix:
      return !wanted.empty() && same(value.substr(0, wanted.size()), wanted, any_case);
    case css_test::kind::suffix:
      return !wanted.empty() && value.size() >= wanted.size() &&
             same(value.substr(value.size() - wanted.size()), wanted, any_case);
    case css_test::kind::part:
      return !wanted.empty() && std::search(value.begin(), value.end(), wanted.begin(),
                                            wanted.end(), [any_case](char x, char y) {
                                              return any_case ? lower(x) == lower(y) : x == y;
                                            }) != value.end();
    default:
      return false;
  }
}

// One search. Counts its steps, since a chain of descendants may have to be tried in many ways.
class matcher {
 public:
  bool matches(const GumboNode* node, const css_chain& chain) {
    return matches_at(node, chain, chain.compounds.size() - 1);
  }
  void spend(std::uint64_t steps) { steps_ += steps; }
  bool over_limit() const { return steps_ > most_steps; }

 private:
  // The compounds 0 to `last` hold, the last of them for this element.
  bool matches_at(const GumboNode* node, const css_chain& chain, std::size_t last) {
    if (++steps_ > most_steps) return false;
    if (!holds(node, chain.compounds[last])) return false;
    if (last == 0) return true;
    switch (chain.relations[last - 1]) {
      case '>':
        return is_element(node->parent) && matches_at(node->parent, chain, last - 1);
      case ' ':
        for (const GumboNode* up = node->parent; is_element(up); up = up->parent) {
          if (matches_at(up, chain, last - 1)) return true;
        }
        return false;
      default:
        break;
    }
    const bool next_only = chain.relations[last - 1] == '+';
    const GumboVector* siblings = children_of(node->parent);
    for (std::size_t i = node->index_within_parent; i-- > 0;) {
      const GumboNode* before = child(siblings, i);
      if (!is_element(before)) continue;
      if (matches_at(before, chain, last - 1)) return true;
      if (next_only) return false;
    }
    return false;
  }

  bool holds(const GumboNode* node, const css_compound& compound) {
    if (!compound.type.empty() && !has_type(node, compound.type)) return false;
    return std::ranges::all_of(compound.tests, [&](const css_test& t) { return holds(node, t); });
  }

  bool holds(const GumboNode* node, const css_test& test) {
    switch (test.what) {
      case css_test::kind::nth:
      case css_test::kind::nth_last:
        return is_in_step(place_of(node, test.what == css_test::kind::nth_last), test);
      case css_test::kind::none_of:
        return std::ranges::none_of(test.list,
                                    [&](const css_compound& c) { return holds(node, c); });
      default:
        break;
    }
    static const std::string id = "id", class_name = "class";
    const std::string& name = test.what == css_test::kind::id           ? id
                              : test.what == css_test::kind::class_name ? class_name
                                                                        : test.name;
    const char* value = attribute_of(node, name);
    return value != nullptr && value_matches(test, value);
  }

  // Counted from 1 among the elements of the parent.
  long place_of(const GumboNode* node, bool from_end) {
    const GumboVector* siblings = children_of(node->parent);
    const std::size_t from = from_end ? node->index_within_parent + 1 : 0;
    const std::size_t to = from_end ? siblings->length : node->index_within_parent;
    steps_ += to - from;
    long place = 1;
    for (std::size_t i = from; i < to; ++i)
      place += is_element(child(siblings, i));
    return place;
  }

  static bool is_in_step(long place, const css_test& step) {
    const long left = place - step.b;
    if (step.a == 0) return left == 0;
    return left % step.a == 0 && left / step.a >= 0;
  }

  std::uint64_t steps_ = 0;
};

// Elements that have no end tag.
bool is_void(std::string_view tag) {
  constexpr std::string_view names[] = {"br",   "img", "input", "hr",   "meta",
                                        "link", "col", "wbr",   "area", "source"};
  return std::ranges::any_of(names, [tag](std::string_view name) {
    return same(tag.substr(0, name.size()), name, true) &&
           (tag.size() == name.size() || is_space(tag[name.size()]) || tag[name.size()] == '>' ||
            tag[name.size()] == '/');
  });
}

// Start tags without end tags bound how deep the tree can get; counting them costs next to nothing.
bool is_shallow(std::string_view html) {
  std::size_t open = 0, most = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const std::string_view tag = html.substr(at + 1);
    const char c = tag.empty() ? '\0' : lower(tag.front());
    if (c == '/') {
      open -= open > 0;
    } else if (c >= 'a' && c <= 'z' && !is_void(tag)) {
      most = std::max(most, ++open);
    }
  }
  return most <= most_open;
}

// Gumbo's tree of one text; owns it.
class html_tree {
 public:
  explicit html_tree(std::string_view text)
      : output_(gumbo_parse_with_options(&kGumboDefaultOptions, text.data(), text.size())) {}
  ~html_tree() { gumbo_destroy_output(&kGumboDefaultOptions, output_); }
  html_tree(const html_tree&) = delete;
  html_tree& operator=(const html_tree&) = delete;
  const GumboNode* document() const { return output_->document; }

 private:
  GumboOutput* output_;
};

void read_text(const GumboNode* of, std::string& out) {
  out.clear();
  for (const GumboNode* node = of; node != nullptr; node = next_node(node, of)) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA ||
        node->type == GUMBO_NODE_WHITESPACE) {
      out += node->v.text.text;
    }
  }
}

class css_expression final : public expression {
 public:
  css_expression(std::vector<css_chain> chains, std::string_view attribute)
      : chains_(std::move(chains)), attribute_(attribute) {
    std::ranges::transform(attribute_, attribute_.begin(), lower);
  }

  find_result find(std::string_view text, const match_taker& found,
                   std::string& why) const override {
    if (text.size() > most_html || !is_shallow(text)) {
      why = "HTML of " + std::to_string(text.size()) +
            " bytes is too much to search, expected at most 32 MiB and 20000 open tags";
      return find_result::over_limit;
    }
    const html_tree tree(text.empty() ? std::string_view("") : text);
    matcher matches;
    std::string content;
    for (const GumboNode* node = tree.document(); node != nullptr;
         node = next_node(node, tree.document())) {
      if (!is_element(node)) continue;
      const bool wanted = std::ranges::any_of(
          chains_, [&](const css_chain& c) { return matches.matches(node, c); });
      if (matches.over_limit()) {
        why = "the selector took over 50 million steps in " + std::to_string(text.size()) +
              " bytes of HTML";
        return find_result::over_limit;
      }
      if (!wanted) continue;
      if (attribute_.empty()) {
        read_text(node, content);
        matches.spend(content.size() / 8);  // an element's text is read again for each around it
        if (!found(trimmed(content))) return find_result::done;
      } else if (const char* value = attribute_of(node, attribute_);
                 value != nullptr && !found(value)) {
        return find_result::done;
      }
    }
    return find_result::done;
  }

 private:
  std::vector<css_chain> chains_;
  std::string attribute_;
};

}  // namespace

compiled compile_css(std::string_view selector, std::string_view attribute, std::string& why) {
  if (attribute.find('\0') != std::string_view::npos) {
    why = "the name of the attribute holds a NUL";
    return nullptr;
  }
  auto chains = parse_selector(selector, why);
  if (!chains) return nullptr;
  return std::make_unique<css_expression>(std::move(*chains), attribute);
}

}  // namespace veriload::extract
