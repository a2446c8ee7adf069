// Which C++ compiler builds scenarios on this machine. Flow: environment -> [choice] -> scenario
// build.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace veriload::host {

/// A compiler that answered.
struct cxx_compiler {
  std::string command;  ///< as it is started: "clang++-16"
  std::string version;  ///< first line of its --version
  bool is_clang;
  int major;

  /// g++ before 13 miscompiles some coroutine shapes without a word; the scenario is looked over
  /// then.
  bool miscompiles_coroutines() const { return !is_clang && major < 13; }
};

/// `CXX` when it is set; else g++ 13 or newer, clang++ 16 or newer, any g++ or clang++ of at least
/// version 12 or 14, in this order. Throws setup_error (exit code `plugin`) that says what was
/// looked for when there is none.
///
/// Asking a compiler for its version takes up to 40 ms. What it answered is kept in the file
/// `optional_memory` under its real path, size and time of change, and believed for as long as
/// these are the same; wrappers and scripts, which can start anything, are asked each time. A file
/// that cannot be read or written costs the time and nothing else. Thread: main.
cxx_compiler choose_compiler(const std::filesystem::path& optional_memory = {});

}  // namespace veriload::host
