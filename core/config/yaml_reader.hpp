// YAML text in, node tree with places out. Flow: file -> [yaml reader] -> check.
#pragma once

#include "core/base/node.hpp"

#include <cstddef>
#include <string_view>

namespace veriload::config {

/// Limits that keep a hostile or mistaken file from eating the process.
inline constexpr std::size_t max_yaml_bytes = std::size_t{1} << 20;  ///< of text
inline constexpr std::size_t max_value_bytes = std::size_t{64}
                                               << 20;  ///< of values, aliases expanded
inline constexpr int max_yaml_depth = 64;              ///< of lists and maps in each other

/// Reads one YAML 1.2 document (core schema, merge keys and anchors included). An empty text gives
/// null. Keys are strings as written. Throws setup_error `name:line:column: ...` for text that is
/// not UTF-8, not YAML or more than one document, for a key given twice (both places), an unknown
/// tag, and for text beyond the limits above. Thread: any.
base::node read_yaml(std::string_view text, std::string_view name);

}  // namespace veriload::config
