// What compilers answered to --version last time. Flow: compiler choice -> [memory] -> cache
// folder.
#pragma once

#include "core/host/compiler_choice.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace veriload::host {

/// A small text file: identity, tab, major version, tab, family, tab, version line.
///
/// Thread: main. Several processes may use one file: the last one that writes wins.
class compiler_memory {
 public:
  explicit compiler_memory(std::filesystem::path file);

  /// Writes what was learned, if anything and if it can.
  ~compiler_memory();
  compiler_memory(const compiler_memory&) = delete;
  compiler_memory& operator=(const compiler_memory&) = delete;

  /// What `identity` answered last time; `command` is as it is started now.
  std::optional<cxx_compiler> find(const std::string& identity, const std::string& command) const;
  void learn(const std::string& identity, const cxx_compiler& compiler);

 private:
  std::filesystem::path file_;
  std::vector<std::string> lines_;
  bool learned_ = false;
};

/// Real path, size and time of change of the compiler that `command` starts, found in PATH; empty
/// when there is none, or when the program is not itself a compiler but a script or a wrapper.
/// Thread: main.
std::string identity_of_compiler(const std::string& command);

/// Whether PATH leads to an executable `command`, or it is a path to one. Thread: main.
std::optional<std::filesystem::path> find_program(const std::string& command);

}  // namespace veriload::host
