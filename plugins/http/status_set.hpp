// Which statuses count as failures, from words such as "400-599". Flow: settings, call_options ->
// [status_set] -> exchange.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace veriload::http_plugin {

/// A set of the codes 0 to 1023; what a head can hold is 100 to 999. A value, 128 bytes.
class status_set {
 public:
  /// Every code from 400 up.
  static status_set from_400() noexcept;

  constexpr bool has(std::uint32_t code) const noexcept {
    return code < 1024 && (words_[code / 64] >> (code % 64) & 1) != 0;
  }

  /// Adds or removes the codes `first` to `last`, both included and below 1024.
  void set(std::uint32_t first, std::uint32_t last, bool member) noexcept;

  /// Takes every code of `other` out.
  void remove(const status_set& other) noexcept;

  /// Adds "404" or "400-599". False, and nothing added, when that is no code or range from 100 to
  /// 999.
  bool add(std::string_view words) noexcept;

 private:
  std::array<std::uint64_t, 16> words_{};
};

/// A status from 100 to 999, in three digits; 0 when that is none.
std::uint32_t read_status(std::string_view digits) noexcept;

}  // namespace veriload::http_plugin
