// Given values against the personas that get them. Flow: engine source, plan -> [conflict check] ->
// run, dataset tools.
#pragma once

#include "core/config/plan.hpp"
#include "core/personas/engine/given_values.hpp"
#include "core/personas/rules/rule_book.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas {

class engine_source;

/// Judges what configuration and rows give to personas, as data.conflict_mode says.
///
/// strict: the given values must agree with the persona as it is without them. repair: what depends
/// on them follows, and two of them must not contradict each other; where one alone is not of the
/// tables, such as a name that nobody bears, it stands. explain: they stand, and what they break is
/// told.
///
/// The source must outlive the check. Thread: immutable, any.
class conflict_check {
 public:
  conflict_check(const engine_source& personas, const config::data_plan& plan);

  /// Why the persona at `index` cannot have these values, or nothing. `given` are all that it has,
  /// those of the configuration and of its row. Every mode refuses what cannot be a value of its
  /// field; explain refuses nothing else. No value is in the text.
  std::optional<std::string> check_given(std::uint64_t index, const given_values& given) const;

  /// Every rule that the persona breaks with these values, null for none: those that the values
  /// break and, should the engine be wrong, others.
  std::vector<rules::violation> violations(std::uint64_t index, const given_values* given) const;

  /// The same for values that are known already: all fields, by number.
  std::vector<rules::violation> violations(std::span<const std::string> values,
                                           const given_values* given) const;

  /// Whether the mode refuses a persona that breaks these rules with these values.
  bool refuses(const std::vector<rules::violation>& broken, const given_values& given) const {
    return refused(broken, given) != nullptr;
  }

  /// Holds the constants of the configuration against the first personas of each locale, and the
  /// rows of the first 20,000 personas against them. Throws setup_error with the place of the
  /// override, or the row.
  void require_agreement() const;

  /// One line of persona_conflicts.jsonl: who, and which rules are broken by which fields. Values
  /// are redacted as in a violation.
  std::string line(std::uint64_t index, const std::vector<rules::violation>& broken) const;

 private:
  void require_constants() const;
  void require_rows() const;
  const rules::violation* refused(const std::vector<rules::violation>& broken,
                                  const given_values& given) const;
  std::string reason(const rules::violation& broken, const given_values& given) const;
  const config::persona_override* override_of(const rules::violation& broken,
                                              const given_values& given) const;

  const engine_source& personas_;
  config::conflict_mode mode_;
  std::vector<config::persona_override> overrides_;
  rules::rule_book book_;
};

}  // namespace veriload::personas
