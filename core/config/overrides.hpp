// Values from the environment and from --set over the file's. Flow: yaml -> [overrides] -> check.
#pragma once

#include "core/base/node.hpp"
#include "core/config/problems.hpp"

#include <string>
#include <utility>
#include <vector>

namespace veriload::config {

/// Name and value of environment variables.
using environment = std::vector<std::pair<std::string, std::string>>;

/// The environment of this process. Thread: main, before others start.
environment process_environment();

/// Writes each `VERILOAD_SECTION__KEY` variable into `document` (a map), where SECTION is a section
/// of the schema or one of `extra_sections`; every other variable is ignored, so the cluster token
/// and the links that Kubernetes injects are not configuration. An unknown key in a known section
/// is a problem.
///
/// The text is read as its key's type: a string stays as it is; a list is a JSON array or
/// comma-separated; a map is a JSON object and is merged; `null` unsets a key that is not a string.
/// Below an extra section the text is read like an unquoted YAML value. Written values carry the
/// variable's name as their place.
void apply_environment(base::node& document, const environment& variables,
                       const std::vector<std::string>& extra_sections, problem_list& problems);

/// The same for `section.key=value` texts of --set, in their order; an unknown section is a problem
/// too.
void apply_sets(base::node& document, const std::vector<std::string>& sets,
                const std::vector<std::string>& extra_sections, problem_list& problems);

}  // namespace veriload::config
