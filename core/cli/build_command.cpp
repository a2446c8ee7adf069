// `veriload build`: a scenario's source into a shared library, on purpose.
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/terminal.hpp"
#include "core/host/scenario_build.hpp"

#include <cstdio>
#include <filesystem>

namespace veriload::cli {

exit_code build_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> sources;
  std::string output;
  command_line line(
      "veriload build SCENARIO.cpp [-o SCENARIO.so]",
      "Compiles a scenario with the SDK of this installation into a shared library that "
      "scenario.path can\n"
      "name. `veriload run` does the same by itself for a .cpp; build on purpose to ship one file "
      "or to run\n"
      "where no compiler is. The compiler is $CXX, or the best of g++ and clang++ found in PATH. "
      "The first\n"
      "build with a compiler also prepares the SDK for it in the cache ($XDG_CACHE_HOME/veriload), "
      "which\n"
      "makes the following ones faster.",
      "  veriload build scenario.cpp                 # writes scenario.so beside it\n"
      "  CXX=clang++-16 veriload build scenario.cpp -o build/checkout.so\n");
  line.text("output,o", "FILE", output,
            "the library to write (default: the source's name with .so)");
  line.words("one source file", 1, 1, sources);
  if (!line.read(arguments)) return exit_code::passed;

  const std::filesystem::path source = sources[0];
  const std::filesystem::path target = output.empty()
                                           ? std::filesystem::path(source).replace_extension(".so")
                                           : std::filesystem::path(output);
  auto settings = host::default_scenario_build_settings();
  settings.say = [](const std::string& text) {
    std::fprintf(stderr, "veriload: %s\n", text.c_str());
  };
  const auto built = host::build_scenario_to(source, target, settings);
  for (const auto& warning : built.warnings)
    print_warning(warning);
  std::printf("wrote %s (%s)\n", target.c_str(), built.compiler.c_str());
  return exit_code::passed;
}

}  // namespace veriload::cli
