// What each component table must have. Flow: component table -> [slots] -> rule L03, drives.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace veriload::plugin_check {

/// What a table of that id lacks: "call", "struct_size of 96 bytes". Empty when it is whole or the
/// id is none of veriload_abi.h. `table` must be at least readable for its struct_size. Thread:
/// any.
std::vector<std::string> missing_slots(std::string_view component_id, const void* table);

}  // namespace veriload::plugin_check
