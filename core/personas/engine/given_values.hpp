// Values that a configuration or a row gives to persona fields. Flow: overrides, feeder -> [given
// values] -> person.
#pragma once

#include "core/personas/fields/fields.hpp"

#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::personas {

/// A few fields with fixed values; the texts belong to somebody who lives longer. Thread: one at a
/// time.
class given_values {
 public:
  /// The later of two values for one field stays.
  void set(field which, std::string_view value) {
    const auto number = static_cast<std::size_t>(which);
    if (has_[number]) {
      for (auto& [known, text] : values_) {
        if (known == which) text = value;
      }
      return;
    }
    has_.set(number);
    values_.emplace_back(which, value);
  }

  bool has(field which) const { return has_[static_cast<std::size_t>(which)]; }
  bool empty() const { return values_.empty(); }

  std::optional<std::string_view> find(field which) const {
    if (!has(which)) return std::nullopt;
    for (const auto& [known, text] : values_) {
      if (known == which) return text;
    }
    return std::nullopt;
  }

  const std::vector<std::pair<field, std::string_view>>& all() const { return values_; }

 private:
  std::bitset<static_cast<std::size_t>(field::count)> has_;
  std::vector<std::pair<field, std::string_view>> values_;
};

}  // namespace veriload::personas
