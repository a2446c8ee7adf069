// The closest known word to a mistyped one, for error messages. Flow: used by every stage.
#pragma once

#include <span>
#include <string_view>

namespace veriload::base {

/// The candidate with the smallest edit distance (insert, delete, replace, swap of neighbours) to
/// `word`, case ignored; empty when none is close enough to be a plausible slip. Thread: any.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace veriload::base
