// Configuration, plans and results as plugins read them. Flow: host -> [node_view] -> plugin.
#pragma once

#include "veriload/error.hpp"
#include "veriload/plugin.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// A node of a tree of the host: a map, a list, a scalar or nothing. A copyable view; the tree
/// lives as the call that gave it says. Nothing is found in nothing, so `root["a"]["b"]` needs no
/// test in between. Thread: any.
class node_view {
 public:
  node_view(const vl_config_v1& trees, const vl_node* node) noexcept
      : trees_(&trees), node_(node) {}

  explicit operator bool() const noexcept { return kind() != VL_NODE_NULL; }
  std::int32_t kind() const noexcept { return trees_->kind(node_); }
  const vl_node* handle() const noexcept { return node_; }

  /// Entries of a list or map, else 0.
  std::uint32_t size() const noexcept { return trees_->size(node_); }

  /// The value of `key`, or nothing.
  node_view operator[](std::string_view key) const noexcept {
    return node_view(*trees_, trees_->find(node_, to_str(key)));
  }

  /// Calls `visit(key, value)` for every entry in written order; a list's keys are empty.
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::uint32_t i = 0; i < size(); ++i) {
      vl_str key{};
      const vl_node* entry = trees_->at(node_, i, &key);
      visit(to_view(key), node_view(*trees_, entry));
    }
  }

  /// The scalar, or `otherwise` when there is no node. Throw `error` of kind "config" that names
  /// the place when it is of another kind.
  std::string_view text(std::string_view otherwise = {}) const {
    vl_str value = to_str(otherwise);
    return read(trees_->str, value, "a text"), to_view(value);
  }
  std::int64_t integer(std::int64_t otherwise = 0) const {
    return read(trees_->i64, otherwise, "an integer"), otherwise;
  }
  double number(double otherwise = 0) const {
    return read(trees_->f64, otherwise, "a number"), otherwise;
  }
  bool flag(bool otherwise = false) const {
    std::int32_t value = otherwise ? 1 : 0;
    return read(trees_->boolean, value, "true or false"), value != 0;
  }

  /// A number of seconds that must be above 0, as nanoseconds.
  vl_ns seconds_above_0(vl_ns otherwise) const {
    read(trees_->ns, otherwise, "a number of seconds");
    if (otherwise <= 0) refuse("expected a number of seconds above 0");
    return otherwise;
  }

  /// "file:line:column", or empty when the node comes from no file.
  std::string where() const {
    vl_error place = new_error();
    trees_->where(node_, &place);
    return std::string(message_of(place));
  }

  /// Throws `error` of kind "config", the place first.
  [[noreturn, gnu::cold]] void refuse(std::string_view why) const {
    const std::string place = where();
    throw error("config", joined({place, place.empty() ? "" : ": ", why}), VL_E_CONFIG);
  }

 private:
  template <class Function, class Value>
  void read(Function function, Value& value, std::string_view expected) const {
    if (*this && function(node_, &value) != VL_OK) refuse(joined({"expected ", expected}));
  }

  const vl_config_v1* trees_;
  const vl_node* node_;
};

}  // namespace v1
}  // namespace veriload
