// Headers: their grammar and their range. Flow: http_exchange -> [http_header].
#pragma once

#include "veriload/error.hpp"
#include "veriload/text.hpp"

#include <cstddef>
#include <string_view>

namespace veriload {
inline namespace v1 {

/// Whether two names are equal in any case of ASCII letters.
inline bool same_header(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

/// Throws `error` when that is no header: a name of other characters than RFC 9110 allows, or a
/// value with a line break or NUL.
inline void check_header(std::string_view key, std::string_view value) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  bool good = !key.empty();
  for (const char c : key) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    good = good && (letter || marks.find(c) != std::string_view::npos);
  }
  if (!good) throw error("http", joined({"not a header name: \"", key, "\""}), VL_E_INVALID);
  // A line break here would be a second header, or a second request.
  if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
    throw error("http", joined({"header \"", key, "\" holds a line break"}), VL_E_INVALID);
  }
}

struct http_header {
  std::string_view name;
  std::string_view value;
};

/// The headers in the order received, for range-for.
class http_headers {
 public:
  http_headers(const vl_kv* first, std::size_t count) noexcept : first_(first), count_(count) {}

  class iterator {
   public:
    explicit iterator(const vl_kv* at) noexcept : at_(at) {}
    http_header operator*() const noexcept { return {to_view(at_->key), to_view(at_->value)}; }
    iterator& operator++() noexcept {
      ++at_;
      return *this;
    }
    bool operator==(const iterator&) const noexcept = default;

   private:
    const vl_kv* at_;
  };

  std::size_t size() const noexcept { return count_; }
  iterator begin() const noexcept { return iterator(first_); }
  iterator end() const noexcept { return iterator(first_ + count_); }

 private:
  const vl_kv* first_;
  std::size_t count_;
};

}  // namespace v1
}  // namespace veriload
