// Which reporter writes which file. Flow: configuration, plugins -> [wanted reports] -> report
// files.
#pragma once

#include "core/host/plugin_registry.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace veriload::config {
struct loaded_config;
}

namespace veriload::run {

/// A reporter that the configuration asks for.
struct wanted_report {
  const host::plugin* owner;
  const vl_reporter_v1* table;
  std::string name;  ///< the key under `reports:`
  std::filesystem::path target;
};

/// The reports of a configuration, in its order, their reporters begun with the plan. Throws
/// setup_error when a reporter is missing or refuses an option, when a file cannot be written, or
/// when two reports would replace each other. Thread: main.
std::vector<wanted_report> choose_reports(const config::loaded_config& configuration,
                                          const host::plugin_registry& plugins);

}  // namespace veriload::run
