// The language of rules. Flow: configuration -> [rule parser] -> rule.
#pragma once

#include "core/base/node.hpp"
#include "core/gates/rule.hpp"

#include <string_view>

namespace veriload::gates {

/// Where a rule was written.
struct rule_source {
  base::place where;             ///< of its first character, or of the value that holds it
  bool begins_at_where = false;  ///< the text stands there as it is: columns within it can be told
  std::string_view key;          ///< "slo.rules[0]"
  bool abort = false;            ///< as if the text said `abort`
};

/// Reads one rule; the language is described in core/gates/README.md:
///
///     p95(response) of "GET /checkout" < 250ms for 10s abort after 30s
///
/// Throws setup_error `file:line:column: slo.rules[0] ...` with the text and a caret below it: what
/// was found, what was expected, and the nearest known word. Thread: any.
rule parse_rule(std::string_view text, const rule_source& source);

}  // namespace veriload::gates
