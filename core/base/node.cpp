#include "core/base/node.hpp"

#include "core/base/assert.hpp"

#include <functional>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

namespace veriload::base {
namespace {

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

// Below this size comparing every key is faster than hashing one.
constexpr std::size_t indexed_from = 12;

}  // namespace

struct node::members {
  struct member {
    std::string key;
    node value;
  };
  std::vector<member> all;
  std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>> index;

  member* find(std::string_view key) noexcept {
    if (all.size() < indexed_from) {
      for (member& m : all) {
        if (m.key == key) return &m;
      }
      return nullptr;
    }
    const auto found = index.find(key);
    return found == index.end() ? nullptr : &all[found->second];
  }

  node& append(std::string key, node value) {
    all.push_back({std::move(key), std::move(value)});
    if (all.size() == indexed_from) {
      for (std::size_t i = 0; i < all.size(); ++i)
        index.emplace(all[i].key, i);
    } else if (all.size() > indexed_from) {
      index.emplace(all.back().key, all.size() - 1);
    }
    return all.back().value;
  }
};

std::string place::text() const {
  std::string out(file);
  if (line == 0) return out;
  return out + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string_view interned_origin(std::string_view name) {
  static std::mutex guard;
  static std::set<std::string, std::less<>> names;  // a set's elements never move
  const std::lock_guard lock(guard);
  const auto found = names.find(name);
  return found != names.end() ? *found : *names.emplace(name).first;
}

node::node() noexcept = default;
node::node(content value) noexcept : value_(std::move(value)) {}
node::node(node&& other) noexcept = default;
node& node::operator=(node&& other) noexcept = default;
node::~node() = default;

node::node(const node& other) : where_(other.where_) {
  if (const auto* boxed = std::get_if<std::unique_ptr<members>>(&other.value_)) {
    value_ = std::make_unique<members>(**boxed);
    return;
  }
  std::visit(
      [this](const auto& value) {
        using type = std::decay_t<decltype(value)>;
        if constexpr (!std::is_same_v<type, std::unique_ptr<members>>) value_ = value;
      },
      other.value_);
}

node& node::operator=(const node& other) {
  node copy(other);
  return *this = std::move(copy);
}

node node::boolean(bool value) { return node(content(value)); }
node node::integer(std::int64_t value) { return node(content(value)); }
node node::number(double value) { return node(content(value)); }
node node::string(std::string value) { return node(content(std::move(value))); }
node node::list() { return node(content(std::vector<node>())); }
node node::map() { return node(content(std::make_unique<members>())); }

bool node::as_boolean() const {
  VL_ASSERT(is(node_kind::boolean), "the reader looks at kind() first");
  return std::get<bool>(value_);
}

std::int64_t node::as_integer() const {
  VL_ASSERT(is(node_kind::integer), "the reader looks at kind() first");
  return std::get<std::int64_t>(value_);
}

double node::as_number() const {
  if (is(node_kind::integer)) return static_cast<double>(std::get<std::int64_t>(value_));
  VL_ASSERT(is(node_kind::number), "the reader looks at kind() first");
  return std::get<double>(value_);
}

std::string_view node::as_string() const {
  VL_ASSERT(is(node_kind::string), "the reader looks at kind() first");
  return std::get<std::string>(value_);
}

std::size_t node::size() const noexcept {
  if (const auto* items = std::get_if<std::vector<node>>(&value_)) return items->size();
  if (const auto* boxed = std::get_if<std::unique_ptr<members>>(&value_))
    return (*boxed)->all.size();
  return 0;
}

const node& node::at(std::size_t index) const {
  VL_ASSERT(index < size(), "the reader asks size() first");
  if (const auto* items = std::get_if<std::vector<node>>(&value_)) return (*items)[index];
  return std::get<std::unique_ptr<members>>(value_)->all[index].value;
}

node& node::at(std::size_t index) { return const_cast<node&>(std::as_const(*this).at(index)); }

std::string_view node::key_at(std::size_t index) const {
  VL_ASSERT(is(node_kind::map) && index < size(), "the reader asks kind() and size() first");
  return std::get<std::unique_ptr<members>>(value_)->all[index].key;
}

node* node::find(std::string_view key) noexcept {
  if (!is(node_kind::map)) return nullptr;
  members::member* found = std::get<std::unique_ptr<members>>(value_)->find(key);
  return found ? &found->value : nullptr;
}

const node* node::find(std::string_view key) const noexcept {
  return const_cast<node*>(this)->find(key);
}

const node* node::find_path(std::string_view dotted) const noexcept {
  const node* at = this;
  while (at) {
    const std::size_t dot = dotted.find('.');
    at = at->find(dotted.substr(0, dot));
    if (dot == std::string_view::npos) break;
    dotted.remove_prefix(dot + 1);
  }
  return at;
}

node& node::push(node item) {
  VL_ASSERT(is(node_kind::list), "only a list has items");
  return std::get<std::vector<node>>(value_).emplace_back(std::move(item));
}

node& node::add(std::string key, node value) {
  VL_ASSERT(is(node_kind::map), "only a map has members");
  members& all = *std::get<std::unique_ptr<members>>(value_);
  VL_ASSERT(!all.find(key), "a map has each key once; set() replaces");
  return all.append(std::move(key), std::move(value));
}

node& node::set(std::string_view key, node value) {
  VL_ASSERT(is(node_kind::map), "only a map has members");
  members& all = *std::get<std::unique_ptr<members>>(value_);
  if (members::member* found = all.find(key)) return found->value = std::move(value);
  return all.append(std::string(key), std::move(value));
}

node& node::written_at(place at) noexcept {
  where_ = at;
  return *this;
}

bool node::operator==(const node& other) const {
  if (kind() != other.kind()) return false;
  if (!is(node_kind::map)) return value_ == other.value_;
  if (size() != other.size()) return false;
  for (std::size_t i = 0; i < size(); ++i) {
    if (key_at(i) != other.key_at(i) || !(at(i) == other.at(i))) return false;
  }
  return true;
}

}  // namespace veriload::base
