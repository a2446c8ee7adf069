// Holds a document against the schema and fills in defaults. Flow: yaml, overrides -> [check] ->
// cross rules, plan.
#pragma once

#include "core/base/node.hpp"
#include "core/config/problems.hpp"

#include <set>
#include <string>
#include <vector>

namespace veriload::config {

/// A document after the check.
struct checked_document {
  /// Every known key under its first name, in the order of the schema, with defaults filled in and
  /// values in the type of their key; each node's place says where the value came from (`default`
  /// for defaults). Keys that did not pass are absent.
  base::node effective;

  /// Dotted paths of keys (and of list and map keys around them) that did not pass or are missing:
  /// rules between keys stay silent about them.
  std::set<std::string> broken;

  bool is_sound(const std::string& path) const { return !broken.contains(path); }
};

/// Checks every key of `document`, which must be a map; adds each mistake to `problems`. Members
/// named in `extra_sections` are passed through unchecked. Thread: any.
checked_document check(const base::node& document, const std::vector<std::string>& extra_sections,
                       problem_list& problems);

/// A value in words for a message: `the string "many"`, `nothing`, `a list`. Passwords in URLs are
/// masked and long texts cut.
std::string found_text(const base::node& value);

}  // namespace veriload::config
