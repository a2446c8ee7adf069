// Headers for tests, from lines. Flow: used by the tests of the cache.
#pragma once

#include <veriload_abi.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin::test {

/// Owns "name: value" lines and shows them as the parser would. Views live as long as the list.
class header_list {
 public:
  header_list(std::initializer_list<const char*> lines) {
    for (const std::string_view line : lines) {
      const std::size_t colon = line.find(": ");
      pairs_.push_back({{line.data(), colon}, {line.data() + colon + 2, line.size() - colon - 2}});
    }
  }
  operator std::span<const vl_kv>() const { return pairs_; }

 private:
  std::vector<vl_kv> pairs_;
};

}  // namespace veriload::http_plugin::test
