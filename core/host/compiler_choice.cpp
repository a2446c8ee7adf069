#include "core/host/compiler_choice.hpp"

#include "core/base/setup_error.hpp"
#include "core/host/child_process.hpp"
#include "core/host/compiler_memory.hpp"

#include <cstdlib>
#include <optional>

namespace veriload::host {
namespace {

std::optional<cxx_compiler> ask(const std::string& command, compiler_memory& memory) {
  const std::string identity = identity_of_compiler(command);
  if (auto known = memory.find(identity, command)) return known;
  const auto version = run_child({command, "--version"}, true);
  if (!version || version->exit_code != 0) return std::nullopt;
  const auto number = run_child({command, "-dumpversion"}, true);
  if (!number || number->exit_code != 0) return std::nullopt;
  cxx_compiler found;
  found.command = command;
  found.version = version->output.substr(0, version->output.find('\n'));
  found.is_clang = version->output.find("clang") != std::string::npos;
  found.major = std::atoi(number->output.c_str());
  memory.learn(identity, found);
  return found;
}

}  // namespace

cxx_compiler choose_compiler(const std::filesystem::path& optional_memory) {
  compiler_memory memory(optional_memory);
#ifdef VERILOAD_SCENARIO_CXX
  // A sanitized host needs scenarios from the same compiler: two sanitizer runtimes cannot share a
  // process.
  if (auto found = ask(VERILOAD_SCENARIO_CXX, memory)) return *found;
#endif
  if (const char* named = std::getenv("CXX"); named && *named) {
    if (auto found = ask(named, memory)) return *found;
    throw setup_error(
        "the compiler named by CXX, \"" + std::string(named) +
            "\", does not answer to --version; expected a C++20 compiler such as g++ or clang++",
        exit_code::plugin);
  }
  std::optional<cxx_compiler> older;
  for (const char* command : {"g++", "clang++-19", "clang++-18", "clang++-17", "clang++-16",
                              "clang++", "g++-14", "g++-13", "g++-12"}) {
    // Looked up by hand first: starting a program that is not there costs a process.
    if (!find_program(command)) continue;
    auto found = ask(command, memory);
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
