// Turns a scenario's source into a shared library, once per content. Flow: plan -> [scenario build]
// -> loader.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace veriload::host {

/// Where the SDK is and where built scenarios are kept.
struct scenario_build_settings {
  std::filesystem::path sdk;    ///< has include/, abi/ and plugin.map
  std::filesystem::path cache;  ///< created with mode 0700 when missing
  /// Told, if set, of work that takes longer than usual and is not done every time.
  std::function<void(const std::string&)> say = {};
};

/// What a build came to.
struct built_scenario {
  std::filesystem::path library;
  bool from_cache;
  std::string compiler;  ///< its version line; empty when from the cache
  std::vector<std::string>
      warnings;  ///< "scenario.cpp:12:3: ..." about shapes that the compiler breaks
};

/// The settings of this installation: the SDK beside the running program, the cache in
/// $XDG_CACHE_HOME or
/// ~/.cache. Throws setup_error (exit code `plugin`) when the SDK is not where it belongs.
scenario_build_settings default_scenario_build_settings();

/// Builds `source` into the cache, or finds it there: the key covers the content of the source and
/// of every header it includes (the SDK's too), the compiler and its flags. The compiler's messages
/// go to standard error as it wrote them. Throws setup_error (exit code `plugin`) when it does not
/// compile or no compiler is there. Thread: main.
built_scenario build_scenario(const std::filesystem::path& source,
                              const scenario_build_settings& settings);

/// The same into `output`, optimised further and past the cache; the file is replaced only by a
/// finished library. A cache that cannot be written costs time and is no error here.
built_scenario build_scenario_to(const std::filesystem::path& source,
                                 const std::filesystem::path& output,
                                 const scenario_build_settings& settings);

}  // namespace veriload::host
