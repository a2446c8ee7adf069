// What is needed to look at a persona of a run again. Flow: plan, run result -> [manifest] ->
// report file.
#pragma once

#include "veriload/json.hpp"
#include "veriload/node_view.hpp"

#include <string>

namespace veriload::report_replay {

/// The manifest of a run: seed, pool, locales, scenario and the personas to which something failed,
/// at most 500. No persona is in it but by its id: `data` makes each of them again. A user name
/// or password in the base URL is left out.
json manifest_of(node_view plan, node_view result);

/// JSON text: two blanks per level, members sorted by name, a line feed at the end.
std::string indented(const json& value);

}  // namespace veriload::report_replay
