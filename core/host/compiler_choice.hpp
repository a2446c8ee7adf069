// Which C++ compiler builds scenarios on this machine. Flow: environment -> [choice] -> scenario
// build.
#pragma once

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
/// looked for when there is none. Thread: main.
cxx_compiler choose_compiler();

}  // namespace veriload::host
