#include "core/host/compiler_choice.hpp"

#include "core/base/setup_error.hpp"
#include "core/host/child_process.hpp"

#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <sstream>

namespace veriload::host {
namespace {

std::optional<cxx_compiler> ask(const std::string& command) {
  const auto version = run_child({command, "--version"}, true);
  if (!version || version->exit_code != 0) return std::nullopt;
  const auto number = run_child({command, "-dumpversion"}, true);
  if (!number || number->exit_code != 0) return std::nullopt;
  cxx_compiler found;
  found.command = command;
  found.version = version->output.substr(0, version->output.find('\n'));
  found.is_clang = version->output.find("clang") != std::string::npos;
  found.major = std::atoi(number->output.c_str());
  return found;
}

// PATH is looked through by hand first: starting a program that is not there costs a process.
bool in_path(const std::string& command) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + command).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace

cxx_compiler choose_compiler() {
#ifdef VERILOAD_SCENARIO_CXX
  // A sanitized host needs scenarios from the same compiler: two sanitizer runtimes cannot share a
  // process.
  if (auto found = ask(VERILOAD_SCENARIO_CXX)) return *found;
#endif
  if (const char* named = std::getenv("CXX"); named && *named) {
    if (auto found = ask(named)) return *found;
    throw setup_error(
        "the compiler named by CXX, \"" + std::string(named) +
            "\", does not answer to --version; expected a C++20 compiler such as g++ or clang++",
        exit_code::plugin);
  }
  std::optional<cxx_compiler> older;
  for (const char* command : {"g++", "clang++-19", "clang++-18", "clang++-17", "clang++-16",
                              "clang++", "g++-14", "g++-13", "g++-12"}) {
    if (!in_path(command)) continue;
    auto found = ask(command);
    if (!found) continue;
    if (found->major >= (found->is_clang ? 16 : 13)) return *found;
    if (!older && found->major >= (found->is_clang ? 14 : 12)) older = found;
  }
  if (older) return *older;
  throw setup_error(
      "no C++20 compiler found to build the scenario: looked for g++ (12 or newer) and clang++ (14 "
      "or newer) "
      "in PATH; install one (apt-get install g++), or name one with CXX=...",
      exit_code::plugin);
}

}  // namespace veriload::host
