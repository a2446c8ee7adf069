// Runs another program and waits for it. Flow: scenario build -> [child process] -> compiler.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace veriload::host {

/// How a program ended.
struct child_result {
  int exit_code;       ///< its own code, or 128 + signal
  std::string output;  ///< what it wrote where that was captured, else empty
};

/// Starts `arguments[0]` (looked up in PATH) without a shell and waits. Standard error is shared
/// with this process; standard output is either captured or sent to standard error. Empty when it
/// could not be started at all. No copy of this process is made (posix_spawn), so threads of
/// plugins do no harm. Thread: main.
std::optional<child_result> run_child(const std::vector<std::string>& arguments, bool capture);

/// The same with both streams captured: for a first try whose complaints nobody need see.
/// Thread: main.
std::optional<child_result> run_child_silently(const std::vector<std::string>& arguments);

}  // namespace veriload::host
