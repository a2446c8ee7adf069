// All rules of coherence, ready to judge the personas of a run. Flow: tables, plan -> [rule book]
// -> dataset validate, conflicts.
#pragma once

#include "core/personas/rules/subject.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace veriload::personas::rules {

struct rule_title {
  std::string_view id;     ///< "R6"
  std::string_view title;  ///< what it demands, in a few words
};

/// R1 to R21 in order.
std::span<const rule_title> rule_titles();

/// Rules that one persona can break, judged from its values and the tables alone: nothing here
/// knows how a persona is made. R17 and uniqueness are those of pool_rules.hpp, R21 holds two
/// sources against each other.
///
/// The image must outlive the book. Thread: immutable.
class rule_book {
 public:
  /// `locales`: those that personas may have, by code; unknown ones are left out.
  rule_book(const image::tables& tables, settings of_run, std::span<const std::string> locales);

  /// Adds what is wrong with one persona. `values` are all fields, by their numbers; `given` says
  /// which of them somebody gave. Returns how many violations were added.
  std::size_t check(std::span<const std::string> values, const field_set& given,
                    std::vector<violation>& out) const;

 private:
  image::tables tables_;
  settings settings_;
  std::vector<locale_index> locales_;
  std::unordered_map<std::string_view, std::uint32_t> devices_;
};

}  // namespace veriload::personas::rules
