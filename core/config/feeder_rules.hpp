// What the keys of `data.feeder` must be together. Flow: check -> [feeder rules] -> plan.
#pragma once

#include "core/config/check.hpp"
#include "core/config/plan.hpp"
#include "core/config/problems.hpp"

#include <optional>
#include <string_view>

namespace veriload::config {

/// The format that the key `format` names, for `auto` by the file's ending; nothing when the ending
/// says nothing. Thread: any.
std::optional<feeder_format> feeder_format_of(std::string_view format, std::string_view path);

/// Adds a problem for a file whose format is not known, for a database without a query and a query
/// without a database. Keys that did not pass the check are left alone. Thread: any.
void check_feeder(const checked_document& document, problem_list& problems);

}  // namespace veriload::config
