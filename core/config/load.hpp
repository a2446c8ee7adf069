// A configuration file in, a checked plan out. Flow: veriload.yaml, environment, --set -> [load] ->
// plan.
#pragma once

#include "core/base/node.hpp"
#include "core/config/overrides.hpp"
#include "core/config/plan.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::config {

struct load_options {
  environment variables;          ///< usually process_environment()
  std::vector<std::string> sets;  ///< `section.key=value`, applied last
  /// What belongs to plugins and is passed on unchecked, for the plugin to check: sections of
  /// protocols (`http`), and keys of reporters with their section (`reports.csv`).
  std::vector<std::string> extra_sections;
  /// A load plan in one line that takes the place of the profile's shape and, when it tells users,
  /// of run.users.
  std::optional<std::string> load_plan = std::nullopt;
};

struct loaded_config {
  config::plan plan;
  /// Every key with its default filled in, and the plugins' sections; a node's place tells its
  /// origin.
  base::node effective;
  /// 16 hex digits over the effective values, before paths are made relative to the file's folder:
  /// the same configuration has the same hash on every machine.
  std::string plan_hash;
};

/// The folder that relative paths of the configuration at `path` start at, as `path` has it; empty
/// is the working directory, also when `path` is standard input ("-") or another pipe. Thread: any.
std::string folder_of(const std::string& path);

/// The same as plugins are told it: absolute, no slash at the end unless it is "/". Thread: any.
std::string absolute_folder(const std::string& folder);

/// Reads, overrides and checks the file at `path`, "-" is standard input. Paths inside it are
/// relative to `folder_of(path)`.
/// Throws setup_error with every mistake, one per line; exit code 2. Thread: any.
loaded_config load(const std::string& path, const load_options& options);

/// The same for text that is already here; `name` stands in messages for the file, `folder` is what
/// relative paths are relative to (empty: the working directory).
loaded_config load_text(std::string_view text, const std::string& name, const std::string& folder,
                        const load_options& options);

}  // namespace veriload::config
