// What a dataset is found to be. Flow: dataset -> [dataset verdict] -> dataset validate.
#pragma once

#include "core/base/node.hpp"
#include "core/cli/dataset_options.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace veriload::cli {

/// A persona that breaks a rule, for people.
struct rule_example {
  std::uint64_t index;
  std::string path, found, expected;
};

struct rule_count {
  std::uint64_t violations = 0;  ///< that no given value explains, or that the mode refuses
  std::uint64_t by_given = 0;    ///< that are there because of given values, which the mode permits
  std::optional<rule_example> example;           ///< of the violations
  std::optional<rule_example> example_by_given;  ///< of the others
};

/// Whether a field has another value for everybody.
struct uniqueness {
  std::string path;
  std::string noun;  ///< "Emails"
  std::uint64_t different = 0;
  std::uint64_t duplicates = 0;
  std::string example;  ///< "personas 3 and 17"; empty when there are none
};

/// A kind of personas: a locale or an industry.
struct share_count {
  std::string name;
  std::uint64_t personas = 0;
  double configured = 0;  ///< of 1
};

struct dataset_verdict {
  std::uint64_t personas = 0;  ///< looked at
  std::uint64_t pool = 0;
  std::uint64_t companies = 0;
  std::array<rule_count, 21> rules;
  std::vector<uniqueness> unique;  ///< over the pool; empty when that was not asked for
  std::vector<share_count> locales, industries;
  std::uint64_t conflicting = 0;  ///< personas that break a rule by what they were given
  std::string conflicts_file;     ///< with data.conflict_mode explain

  bool passed() const;
};

struct verdict_options {
  bool uniqueness = true;
  bool quiet = false;
  std::uint32_t threads = 1;
};

/// Looks at the chosen personas and, for uniqueness, at the whole pool. Says on standard error how
/// far it is. Throws setup_error when persona_conflicts.jsonl cannot be written. Thread: main.
dataset_verdict judge_dataset(const dataset& data, chosen_personas& chosen,
                              const verdict_options& how);

/// As a document: the names that the table has, in snake_case.
base::node verdict_tree(const dataset_verdict& verdict);

/// As a table for a terminal of that width.
std::string verdict_table(const dataset_verdict& verdict, std::size_t width, bool colour);

}  // namespace veriload::cli
