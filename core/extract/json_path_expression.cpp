#include "core/extract/expression.hpp"
#include "core/extract/json_path.hpp"
#include "core/extract/json_tree.hpp"

#include <algorithm>
#include <utility>

namespace veriload::extract {
namespace {

using index_t = std::uint32_t;
constexpr std::uint64_t most_steps = 50'000'000;

// Takes a node; false ends the walk.
struct visitor {
  void* ctx;
  bool (*take)(void* ctx, index_t node);
};

// What a comparison compares. A string's view lies in the document, the query, or `own`.
struct value {
  enum class kind : std::uint8_t { nothing, null, boolean, number, string, array, object };
  kind what = kind::nothing;
  bool boolean = false;
  double number = 0;
  std::string_view string;
  std::string own;
  index_t node = 0;
};

// One search in one document.
class search {
 public:
  explicit search(const json_tree& tree) : tree_(tree), nodes_(tree.nodes()) {}

  bool walk(const path_query& query, index_t from, const visitor& found) {
    return walk_from(query, 0, query.from_root ? 0 : from, found);
  }
  bool over_limit() const { return steps_ > most_steps; }

 private:
  bool walk_from(const path_query& query, std::size_t segment, index_t node, const visitor& found) {
    if (segment == query.segments.size()) return found.take(found.ctx, node);
    const path_segment& now = query.segments[segment];
    const index_t after = now.descendants ? nodes_[node].after : node + 1;
    for (index_t n = node; n < after; ++n) {
      for (const path_selector& s : now.selectors) {
        if (++steps_ > most_steps || !select(query, segment + 1, s, n, found)) return false;
      }
    }
    return true;
  }

  // Walks on from the children of `node` that `s` chooses.
  bool select(const path_query& query, std::size_t next, const path_selector& s, index_t node,
              const visitor& found) {
    const bool is_array = nodes_[node].type == json_tree::kind::array;
    if (!is_array && nodes_[node].type != json_tree::kind::object) return true;
    switch (s.what) {
      case path_selector::kind::name: {
        if (is_array) return true;
        const index_t member = member_of(node, s.name);
        return member == 0 || walk_from(query, next, member, found);
      }
      case path_selector::kind::index: {
        if (!is_array) return true;
        const std::int64_t at = s.index < 0 ? s.index + nodes_[node].size : s.index;
        if (at < 0 || at >= nodes_[node].size) return true;
        return walk_from(query, next, element_of(node, at), found);
      }
      case path_selector::kind::slice:
        return !is_array || slice(query, next, s, node, found);
      case path_selector::kind::any:
      case path_selector::kind::filter:
        break;
    }
    const bool all = s.what == path_selector::kind::any;
    for (index_t c = node + 1; c < nodes_[node].after; c = nodes_[c].after) {
      if (++steps_ > most_steps) return false;
      if ((all || holds(s.filter.front(), c)) && !walk_from(query, next, c, found)) return false;
    }
    return true;
  }

  // The rules of RFC 9535 2.3.4.2.2.
  bool slice(const path_query& query, std::size_t next, const path_selector& s, index_t node,
             const visitor& found) {
    const std::int64_t size = nodes_[node].size;
    if (s.step == 0 || size == 0) return true;
    const bool up = s.step > 0;
    const auto from_front = [size](std::int64_t i) { return i < 0 ? i + size : i; };
    const std::int64_t start = from_front(s.start.value_or(up ? 0 : size - 1));
    // Without an end a slice that goes down takes the first element too.
    const std::int64_t end = s.end ? from_front(*s.end) : (up ? size : -1);
    std::vector<index_t> children;
    children.reserve(static_cast<std::size_t>(size));
    for (index_t c = node + 1; c < nodes_[node].after; c = nodes_[c].after)
      children.push_back(c);
    steps_ += children.size();
    if (up) {
      const std::int64_t last = std::clamp<std::int64_t>(end, 0, size);
      for (std::int64_t i = std::clamp<std::int64_t>(start, 0, size); i < last;
           i += std::min(s.step, size)) {
        if (!walk_from(query, next, children[static_cast<std::size_t>(i)], found)) return false;
      }
      return true;
    }
    const std::int64_t last = std::clamp<std::int64_t>(end, -1, size - 1);
    for (std::int64_t i = std::clamp<std::int64_t>(start, -1, size - 1); i > last;
         i += std::max(s.step, -size)) {
      if (!walk_from(query, next, children[static_cast<std::size_t>(i)], found)) return false;
    }
    return true;
  }

  // 0, which is never a member, when there is none. Of members with one name the last counts.
  index_t member_of(index_t node, std::string_view name) {
    index_t found = 0;
    steps_ += nodes_[node].size;
    for (index_t c = node + 1; c < nodes_[node].after; c = nodes_[c].after) {
      if (tree_.key(nodes_[c], key_) == name) found = c;
    }
    return found;
  }

  index_t element_of(index_t node, std::int64_t at) {
    steps_ += static_cast<std::uint64_t>(at);
    index_t c = node + 1;
    for (; at > 0; --at)
      c = nodes_[c].after;
    return c;
  }

  bool holds(const path_filter& filter, index_t node) {
    switch (filter.what) {
      case path_filter::kind::any_of:
        return std::ranges::any_of(filter.parts,
                                   [&](const path_filter& p) { return holds(p, node); });
      case path_filter::kind::all_of:
        return std::ranges::all_of(filter.parts,
                                   [&](const path_filter& p) { return holds(p, node); });
      case path_filter::kind::negation:
        return !holds(filter.parts.front(), node);
      case path_filter::kind::test:
        return test(filter.operands.front(), node);
      default:
        break;
    }
    value left, right;
    evaluate(filter.operands[0], node, left);
    evaluate(filter.operands[1], node, right);
    switch (filter.what) {
      case path_filter::kind::equal:
        return equal(left, right);
      case path_filter::kind::not_equal:
        return !equal(left, right);
      case path_filter::kind::less:
        return less(left, right);
      case path_filter::kind::less_or_equal:
        return less(left, right) || equal(left, right);
      case path_filter::kind::greater:
        return less(right, left);
      default:
        return less(right, left) || equal(left, right);
    }
  }

  bool test(const path_operand& o, index_t node) {
    if (o.what == path_operand::kind::function) return matches(o, node);
    bool any = false;
    const auto take = [](void* ctx, index_t) {
      *static_cast<bool*>(ctx) = true;
      return false;
    };
    walk(o.query, node, {&any, take});
    return any;
  }

  // match() and search().
  bool matches(const path_operand& o, index_t node) {
    value text, wanted;
    evaluate(o.arguments[0], node, text);
    if (text.what != value::kind::string) return false;
    steps_ += text.string.size();
    if (o.arguments[1].what == path_operand::kind::string) {
      return o.constant && matches(*o.constant, text.string);
    }
    evaluate(o.arguments[1], node, wanted);
    if (wanted.what != value::kind::string) return false;
    steps_ += wanted.string.size() + 100;  // a pattern of the document is compiled each time
    std::string ignored;
    const auto made =
        pattern::compile(as_pcre2(wanted.string, o.function == path_function::match), ignored);
    return made && matches(*made, text.string);
  }

  static bool matches(const pattern& wanted, std::string_view text) {
    pattern::groups groups(wanted);
    return wanted.match(text, 0, false, groups) == match_result::found;
  }

  void take_node(index_t node, value& out) {
    const json_tree::node& n = nodes_[node];
    out.node = node;
    switch (n.type) {
      case json_tree::kind::null:
        out.what = value::kind::null;
        break;
      case json_tree::kind::boolean:
        out.what = value::kind::boolean;
        out.boolean = tree_.text(n) == "true";
        break;
      case json_tree::kind::number:
        out.what = value::kind::number;
        out.number = tree_.number(n);
        break;
      case json_tree::kind::string:
        out.what = value::kind::string;
        out.string = tree_.characters(n, out.own);
        break;
      case json_tree::kind::array:
        out.what = value::kind::array;
        break;
      case json_tree::kind::object:
        out.what = value::kind::object;
    }
  }

  // The one value of a query; nothing when it finds none or several.
  void evaluate_query(const path_query& query, index_t node, value& out) {
    struct found_nodes {
      index_t last = 0;
      int count = 0;
    } found;
    const auto take = [](void* ctx, index_t at) {
      auto& f = *static_cast<found_nodes*>(ctx);
      f.last = at;
      return ++f.count < 2;
    };
    walk(query, node, {&found, take});
    if (found.count == 1) take_node(found.last, out);
  }

  void evaluate(const path_operand& o, index_t node, value& out) {
    switch (o.what) {
      case path_operand::kind::null:
        out.what = value::kind::null;
        return;
      case path_operand::kind::boolean:
        out.what = value::kind::boolean;
        out.boolean = o.boolean;
        return;
      case path_operand::kind::number:
        out.what = value::kind::number;
        out.number = o.number;
        return;
      case path_operand::kind::string:
        out.what = value::kind::string;
        out.string = o.string;
        return;
      case path_operand::kind::query:
        evaluate_query(o.query, node, out);
        return;
      case path_operand::kind::function:
        break;
    }
    if (o.function == path_function::value) {
      evaluate_query(o.arguments[0].query, node, out);
    } else if (o.function == path_function::count) {
      std::uint64_t count = 0;
      const auto take = [](void* ctx, index_t) {
        ++*static_cast<std::uint64_t*>(ctx);
        return true;
      };
      walk(o.arguments[0].query, node, {&count, take});
      out.what = value::kind::number;
      out.number = static_cast<double>(count);
    } else {
      length(o, node, out);
    }
  }

  void length(const path_operand& o, index_t node, value& out) {
    value of;
    evaluate(o.arguments[0], node, of);
    if (of.what == value::kind::string) {
      steps_ += of.string.size();
      out.number = static_cast<double>(std::ranges::count_if(
          of.string, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
    } else if (of.what == value::kind::array || of.what == value::kind::object) {
      out.number = static_cast<double>(nodes_[of.node].size);
    } else {
      return;
    }
    out.what = value::kind::number;
  }

  // Bytes of UTF-8 compare as the characters do.
  static bool less(const value& a, const value& b) {
    if (a.what != b.what) return false;
    if (a.what == value::kind::number) return a.number < b.number;
    return a.what == value::kind::string && a.string < b.string;
  }

  bool equal(const value& a, const value& b) {
    if (a.what != b.what) return false;
    switch (a.what) {
      case value::kind::nothing:
      case value::kind::null:
        return true;
      case value::kind::boolean:
        return a.boolean == b.boolean;
      case value::kind::number:
        return a.number == b.number;
      case value::kind::string:
        return a.string == b.string;
      default:
        return equal_below(a.node, b.node);
    }
  }

  // Arrays and objects of one kind; members in any order.
  bool equal_below(index_t a, index_t b) {
    if (nodes_[a].size != nodes_[b].size) return false;
    const bool is_array = nodes_[a].type == json_tree::kind::array;
    index_t other = b + 1;
    for (index_t c = a + 1; c < nodes_[a].after; c = nodes_[c].after) {
      if (++steps_ > most_steps) return false;
      if (!is_array) {
        std::string name;
        other = member_of(b, tree_.key(nodes_[c], name));
        if (other == 0) return false;
      }
      value left, right;
      take_node(c, left);
      take_node(other, right);
      if (!equal(left, right)) return false;
      if (is_array) other = nodes_[other].after;
    }
    return true;
  }

  const json_tree& tree_;
  const std::vector<json_tree::node>& nodes_;
  std::uint64_t steps_ = 0;
  std::string key_;
};

class json_path_expression final : public expression {
 public:
  explicit json_path_expression(path_query query) : query_(std::move(query)) {}

  find_result find(std::string_view text, const match_taker& found,
                   std::string& why) const override {
    json_tree tree;
    if (!tree.parse(text, why)) return find_result::not_of_kind;
    search in(tree);
    struct giver {
      const json_tree& tree;
      const match_taker& found;
    } to{tree, found};
    const auto take = [](void* ctx, index_t node) {
      const giver& g = *static_cast<giver*>(ctx);
      return g.found(g.tree.text(g.tree.nodes()[node]));
    };
    in.walk(query_, 0, {&to, take});
    if (!in.over_limit()) return find_result::done;
    why = "the JSONPath took over 50 million steps in " + std::to_string(text.size()) + " bytes";
    return find_result::over_limit;
  }

 private:
  path_query query_;
};

}  // namespace

compiled compile_json_path(std::string_view query, std::string& why) {
  auto made = parse_json_path(query, why);
  if (!made) return nullptr;
  return std::make_unique<json_path_expression>(std::move(*made));
}

}  // namespace veriload::extract
