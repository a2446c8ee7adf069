// A configuration tree in memory behind veriload.config/1. Flow: used by settings and plugin tests.
#pragma once

#include <veriload_abi.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace veriload::http_plugin::test {

/// One node; its `place` is what `where` tells.
struct fake_node {
  std::int32_t kind = VL_NODE_NULL;
  std::int64_t whole = 0;
  double real = 0;
  std::string text;
  std::vector<std::pair<std::string, fake_node>> entries;
  std::string place;

  static fake_node of(std::int64_t value);
  static fake_node of(double value);
  static fake_node of(const char* value);
  static fake_node yes_or_no(bool value);
  static fake_node map(std::vector<std::pair<std::string, fake_node>> entries);

  fake_node at(std::string where) && {
    place = std::move(where);
    return std::move(*this);
  }
  const vl_node* handle() const { return reinterpret_cast<const vl_node*>(this); }
};

const vl_config_v1& fake_config_table();

}  // namespace veriload::http_plugin::test
