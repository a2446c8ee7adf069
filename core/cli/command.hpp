// One command of the program. Flow: main -> [command] -> run and the other rooms.
#pragma once

#include "core/base/exit_code.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::cli {

/// A word after `veriload`. Thread: main.
struct command {
  std::string_view name;     ///< "run", or two words: "plugin list"
  std::string_view summary;  ///< one line of `veriload --help`
  exit_code (*run)(const std::vector<std::string>& arguments);
};

exit_code run_command(const std::vector<std::string>& arguments);        ///< run_command.cpp
exit_code validate_command(const std::vector<std::string>& arguments);   ///< validate_command.cpp
exit_code report_command(const std::vector<std::string>& arguments);     ///< report_command.cpp
exit_code compare_command(const std::vector<std::string>& arguments);    ///< compare_command.cpp
exit_code calibrate_command(const std::vector<std::string>& arguments);  ///< calibrate_command.cpp
exit_code build_command(const std::vector<std::string>& arguments);      ///< build_command.cpp
exit_code replay_command(const std::vector<std::string>& arguments);     ///< replay_command.cpp
exit_code plugin_list_command(
    const std::vector<std::string>& arguments);  ///< plugin_list_command.cpp
exit_code plugin_check_command(
    const std::vector<std::string>& arguments);  ///< plugin_check_command.cpp
exit_code plugin_new_command(
    const std::vector<std::string>& arguments);  ///< plugin_new_command.cpp
exit_code dataset_preview_command(
    const std::vector<std::string>& arguments);  ///< dataset_preview_command.cpp
exit_code dataset_validate_command(
    const std::vector<std::string>& arguments);  ///< dataset_validate_command.cpp
exit_code dataset_explain_command(
    const std::vector<std::string>& arguments);  ///< dataset_explain_command.cpp
exit_code dataset_export_command(
    const std::vector<std::string>& arguments);  ///< dataset_export_command.cpp
exit_code config_schema_command(
    const std::vector<std::string>& arguments);  ///< config_commands.cpp
exit_code config_reference_command(const std::vector<std::string>& arguments);

/// All commands, in the order of --help.
std::span<const command> all_commands();

}  // namespace veriload::cli
