// Lists of texts as fields write them. Flow: company.departments -> [text list] -> person, rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas {

/// The texts of a JSON list of strings; nothing when it is none. Escapes other than \" and \\ are
/// not known here: no table has them.
std::optional<std::vector<std::string>> text_list(std::string_view json);

}  // namespace veriload::personas
