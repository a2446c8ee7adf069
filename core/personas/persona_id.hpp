// The name of a persona in reports and commands. Flow: index <-> [persona id] -> replay.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace veriload::personas {

/// `p-0042` for 41.
inline std::string persona_id_of(std::uint64_t index) {
  const std::string number = std::to_string(index + 1);
  return "p-" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number;
}

/// The index of `p-0042` (41): the number behind `p-`, of at least four digits, less one. Nothing
/// for any other text.
inline std::optional<std::uint64_t> index_of_persona_id(std::string_view id) {
  if (!id.starts_with("p-") || id.size() < 6 || (id.size() > 6 && id[2] == '0')) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  const char* const end = id.data() + id.size();
  const auto [stop, error] = std::from_chars(id.data() + 2, end, number);
  if (error != std::errc() || stop != end || number == 0) return std::nullopt;
  return number - 1;
}

}  // namespace veriload::personas
