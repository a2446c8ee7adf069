// Keys and values in one piece of reused memory. Flow: http_request -> [kv_texts] -> http_exchange.
#pragma once

#include "veriload/http_header.hpp"
#include "veriload/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload {
inline namespace v1 {

/// Copies what it is given; clear() keeps the memory. Thread: one.
class kv_texts {
 public:
  /// Adds `key` with `prefix` and `value` behind each other as its value.
  void add(std::string_view key, std::string_view value, std::string_view prefix = {}) {
    const auto at = static_cast<std::uint32_t>(bytes_.size());
    bytes_.append(key).append(prefix).append(value);
    spans_.push_back(span(at, static_cast<std::uint32_t>(key.size()),
                          static_cast<std::uint32_t>(prefix.size() + value.size())));
  }

  /// Whether a key is there, in any case of ASCII letters.
  bool has(std::string_view key) const noexcept {
    for (const span& s : spans_) {
      if (same_header(std::string_view(bytes_).substr(s.at, s.key), key)) return true;
    }
    return false;
  }

  /// Appends all pairs; the views hold until the next add() or clear().
  void append_to(std::vector<vl_kv>& pairs) const {
    const std::string_view bytes = bytes_;
    for (const span& s : spans_) {
      pairs.push_back(
          vl_kv{to_str(bytes.substr(s.at, s.key)), to_str(bytes.substr(s.at + s.key, s.value))});
    }
  }

  std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(spans_.size()); }

  void clear() noexcept {
    bytes_.clear();
    spans_.clear();
  }

 private:
  struct span {
    span(std::uint32_t start, std::uint32_t key_bytes, std::uint32_t value_bytes) noexcept
        : at(start), key(key_bytes), value(value_bytes) {}
    std::uint32_t at;
    std::uint32_t key;
    std::uint32_t value;
  };

  std::string bytes_;
  std::vector<span> spans_;
};

}  // namespace v1
}  // namespace veriload
