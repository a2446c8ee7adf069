// Runs one rule in a process of its own, where a crash is a result. Flow: command -> [child check]
// -> this program again -> rule.
#pragma once

#include "core/plugin_check/rule.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::plugin_check {

/// The first word after `veriload plugin check` of a child.
inline constexpr std::string_view child_word = "--child";

/// The verdict of a rule over files, from a fresh child. A child that crashes, aborts, exits by
/// itself or takes longer than `limit` has broken the rule: the reason names the signal and the
/// last step that it told. Throws setup_error (exit code `unrunnable`) when no child can be
/// started. Thread: main.
verdict check_in_child(const rule& of, const subject& on, std::chrono::milliseconds limit);

/// The child's side: `words` are those after `child_word`. Does not return. Thread: main.
[[noreturn]] void be_child(const std::vector<std::string>& words);

}  // namespace veriload::plugin_check
