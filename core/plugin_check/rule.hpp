// One rule of `veriload plugin check` and what came of it. Flow: plugin file -> [rule] -> child
// process -> table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::plugin_check {

/// How much a broken rule weighs: an error ends the command with exit code `plugin`.
enum class level : std::uint8_t { warning, error };

enum class outcome : std::uint8_t { passed, warned, failed, not_run };

/// What came of one rule. `reason` is one line: what was found, what was expected, what to do;
/// empty when the rule passed and has nothing to tell.
struct verdict {
  outcome result = outcome::passed;
  std::string reason;
};

/// What a rule looks at.
struct subject {
  std::vector<std::filesystem::path> files;  ///< one; all of them for a rule with `together`
  std::uint64_t seed = 1;                    ///< of everything random
  /// Told before each step that may crash, so that a crash has a place.
  std::function<void(std::string_view step)> doing = [](std::string_view) {};

  const std::filesystem::path& file() const { return files.front(); }
};

struct rule {
  std::string_view id;  ///< "E01"; for ever, never reused
  level weight;
  std::string_view summary;  ///< what must hold, for --list
  /// Loads and drives the plugin in this process. Throws setup_error when the plugin cannot be
  /// brought to the point that the rule is about: then the rule is not run. Thread: main.
  verdict (*check)(const subject&);
  bool together = false;  ///< looks at all files at once, only with --together
};

/// All rules, in the order of their ids within the groups E, S, L, A, T, M, X, C, F. Thread: any.
std::span<const rule> all_rules();

/// Runs one rule in this process; a setup_error becomes "not run". Thread: main.
verdict run_rule(const rule& of, const subject& on);

// --- verdicts ------------------------------------------------------------------------------------

verdict broken(std::string_view found, std::string_view expected, std::string_view advice);
verdict weak(std::string_view found, std::string_view expected, std::string_view advice);
verdict not_run(std::string_view why);

}  // namespace veriload::plugin_check
