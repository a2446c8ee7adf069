// Structured data in memory behind veriload.config/1. Flow: test -> [fake_node] -> code under test.
#pragma once

#include <veriload_abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::testing {

/// One node of a tree: a value. What holds the root keeps it in place while `handle` is in use.
///
///     const fake_node config = fake_node::parse(R"({"run": {"base_url": "http://sut"}})");
struct fake_node {
  std::int32_t kind = VL_NODE_NULL;
  std::int64_t whole = 0;  ///< BOOL and INT
  double real = 0;
  std::string text;
  std::vector<std::pair<std::string, fake_node>> entries;  ///< of a list with empty keys
  std::string place;  ///< what `where` tells: "app.yaml:3:5", or empty

  // Defined where a node is whole: clang 14 cannot destroy the entries before.
  fake_node();
  fake_node(const fake_node& other);
  fake_node(fake_node&& other) noexcept;
  fake_node& operator=(const fake_node& other);
  fake_node& operator=(fake_node&& other) noexcept;
  ~fake_node();

  /// The tree of a JSON text. A number without point and exponent is an integer. When `file` is not
  /// empty, each node has its place in it. Throws std::runtime_error with the place when the text
  /// is no JSON.
  static fake_node parse(std::string_view json, std::string_view file = {});

  static fake_node of(std::int64_t value);
  static fake_node of(double value);
  static fake_node of(std::string_view value);
  static fake_node of(const char* value) { return of(std::string_view(value)); }
  static fake_node yes_or_no(bool value);
  static fake_node map(std::vector<std::pair<std::string, fake_node>> entries);
  static fake_node list(std::vector<fake_node> entries);

  fake_node at(std::string where) && {
    place = std::move(where);
    return std::move(*this);
  }

  /// The entry of a map, or null.
  const fake_node* find(std::string_view key) const;

  const vl_node* handle() const noexcept { return reinterpret_cast<const vl_node*>(this); }
  static const fake_node& of(const vl_node* node) noexcept {
    return *reinterpret_cast<const fake_node*>(node);
  }

  /// veriload.config/1 over such trees.
  static const vl_config_v1& table() noexcept;
};

}  // namespace veriload::testing
