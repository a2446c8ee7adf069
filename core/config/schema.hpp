// The one table of keys, types, defaults, ranges and explanations. Flow: [schema] -> check,
// overrides, reference.
#pragma once

#include "core/base/node.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::config {

/// A `table` is a map whose keys the user chooses; its one member is the shape of the values. A
/// `report` is a path, or a map of `path` and options that its reporter knows.
enum class key_type { integer, number, boolean, text, path, choice, list, map, table, report };

/// What the configuration knows about one key. A map's members and a list's item are keys again.
struct key {
  std::string_view name;
  std::string_view alias;  ///< a second accepted spelling, or empty
  key_type type = key_type::text;
  bool required = false;
  bool nullable = false;           ///< null means "not set"
  bool secret = false;             ///< may hold a password: printed masked
  std::optional<double> above;     ///< exclusive lower bound
  std::optional<double> at_least;  ///< inclusive lower bound
  std::optional<double>
      at_most;  ///< inclusive upper bound that belongs to the meaning (a rate of 1)
  std::optional<double> ceiling;  ///< inclusive upper bound that only catches absurd values
  bool is_host = false;           ///< a text must be an entry that base::host_rules takes
  bool one_is_list = false;       ///< of a list: a single text stands for a list of it
  bool empty_is_default = false;  ///< an empty list means the fallback
  std::string_view text_is;       ///< of a map: a single text stands for a map of this member alone
  std::size_t min_size = 0;       ///< characters of a text
  std::vector<std::string_view> choices;
  base::node fallback;       ///< value when the key is absent; null when there is none
  std::string_view unit;     ///< for people; empty when there is none
  std::string_view doc;      ///< one sentence
  std::vector<key> members;  ///< of a map; for a list exactly one: the shape of its items

  /// The member of a map called `wanted`, by name or alias, or nullptr.
  const key* find(std::string_view wanted) const;

  /// What a value must be, for a message: `an integer above 0`, `one of soak, ramp, spike, step`.
  std::string expected() const;

  /// Builder steps, for the table alone.
  key needed() &&;
  key or_null() &&;
  key masked() &&;
  key greater_than(double bound) &&;
  key from(double bound) &&;
  key up_to(double bound) &&;
  key not_beyond(double bound) &&;
  key not_empty() &&;
  key otherwise(base::node value) &&;
  key in(std::string_view unit_name) &&;
  key also(std::string_view other_name) &&;
};

/// The shape of a report whose name only its plugin knows. Thread: any.
const key& any_report();

/// The whole configuration: a map whose members are the sections. Thread: any, never changes.
const key& schema();

}  // namespace veriload::config
