// What is wrong with a persona, by the rules of coherence. Flow: rules -> [violation] -> dataset
// validate, conflicts.
#pragma once

#include "core/personas/fields/fields.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas::rules {

/// One field that breaks one rule. Texts never hold a value that somebody gave: where any value of
/// the persona was given, `found` is its length and first character, and `expected` names fields
/// instead of their values.
struct violation {
  std::string_view rule;  ///< "R6"; lives as long as the program
  field which;
  std::vector<field> against;  ///< the fields that it was held against
  /// Whether these fields and the locale alone decide: then, if all of them are fixed by somebody,
  /// whoever fixed them contradicts himself. If not, chance or other fields have a part in it.
  bool decided;
  std::string found;
  std::string expected;
};

/// A value as a message may show it: "6 characters, the first is \"B\"", or "empty".
std::string redacted(std::string_view value);

}  // namespace veriload::personas::rules
