#include "core/personas/records/record_kind.hpp"

#include "core/base/nearest.hpp"

#include <algorithm>
#include <array>

namespace veriload::personas {
namespace {

constexpr std::array<std::string_view, 4> kinds{"order", "transaction", "ticket", "review"};

}  // namespace

std::span<const std::string_view> record_kinds() { return kinds; }

std::optional<record_kind> record_kind_at(std::string_view word) {
  const auto found = std::ranges::find(kinds, word);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<record_kind>(found - kinds.begin());
}

std::string unknown_record_kind(std::string_view word) {
  const std::string_view near = base::nearest(word, kinds);
  std::string message = "personas have no record \"" + std::string(word) + "\"";
  if (!near.empty()) return message + ", did you mean \"" + std::string(near) + "\"?";
  const char* separator = ", known are ";
  for (const std::string_view kind : kinds) {
    message += separator + std::string(kind);
    separator = ", ";
  }
  return message;
}

}  // namespace veriload::personas
