// Commands that plugins bring along. Flow: main -> [plugin command] -> plugin.
#pragma once

#include "core/base/exit_code.hpp"

#include <optional>
#include <string>
#include <vector>

namespace veriload::cli {

/// A command of a plugin, for the list of `veriload --help`.
struct plugin_command_line {
  std::string name;
  std::string summary;
};

/// The commands of the plugins in `folders` (empty: the folder of this installation), by name. What
/// cannot be used is left out: a refused file, a name of the host's own, a missing folder. Thread:
/// main.
std::vector<plugin_command_line> list_plugin_commands(const std::vector<std::string>& folders);

/// Runs the plugin command `words[0]` with the words after it, and gives its exit code; nothing
/// when no plugin has it. `--help` as the first word prints the command's own text. Throws
/// setup_error: exit code `plugin` when two plugins have the command, its plugin cannot start or
/// breaks the contract, `usage` with the plugin's message when the command fails. Thread: main.
std::optional<exit_code> run_plugin_command(const std::vector<std::string>& folders,
                                            const std::vector<std::string>& words);

}  // namespace veriload::cli
