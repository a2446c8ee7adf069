// The options that `run` and `validate` share, and the preparation they lead to. Flow: command line
// -> [prepare] -> run.
#pragma once

#include "core/cli/command_line.hpp"
#include "core/run/preparation.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::cli {

/// Values of the shared options, with their defaults.
struct prepare_options {
  std::string config = "veriload.yaml";
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> sets;
  std::string load_plan;  ///< empty: the profile of the configuration
  bool verbose = false;
  bool needs_scenario = true;
  std::int32_t log_level = VL_LOG_WARNING;  ///< without --verbose
  bool tells_steps = true;  ///< what takes a moment, and warnings of the preparation

  void declare(command_line& line);
};

/// Prepares a run; `print` receives whole log lines from any thread. Throws setup_error. Thread:
/// main.
std::unique_ptr<run::preparation> prepare(const prepare_options& options,
                                          std::function<void(std::string_view)> print);

}  // namespace veriload::cli
