// The program `veriload`: finds the command and turns what went wrong into one message and an exit
// code.
#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/terminal.hpp"
#include "core/cli/version.hpp"

#include <array>
#include <cstdio>
#include <exception>

namespace veriload::cli {
namespace {

constexpr std::array commands{
    command{"run", "run a load test and decide by its gates", run_command},
    command{"validate", "check everything that can be checked without traffic", validate_command},
    command{"build", "compile a scenario into a shared library", build_command},
    command{"plugin list", "show what the plugins provide, and why one was refused",
            plugin_list_command},
    command{"config reference", "print every configuration key with its type, default and meaning",
            config_reference_command},
    command{"config schema", "print the JSON schema of the configuration", config_schema_command},
};

void print_help() {
  std::printf(
      "veriload %s: load tests whose users look real, whose state is removed, and whose numbers "
      "can be "
      "believed\n\nusage: veriload COMMAND [options]\n\nCommands:\n",
      product_version);
  for (const command& c : commands) {
    std::printf("  %-18.*s %.*s\n", static_cast<int>(c.name.size()), c.name.data(),
                static_cast<int>(c.summary.size()), c.summary.data());
  }
  std::printf(
      "\n`veriload COMMAND --help` explains a command. `veriload --version` prints the version.\n\n"
      "Exit codes:\n"
      "  0    passed\n"
      "  1    a gate, an SLO or a comparison failed\n"
      "  2    wrong usage or configuration\n"
      "  3    a plugin or scenario could not be loaded or built\n"
      "  4    cleanup left state behind\n"
      "  5    the measurement is not valid\n"
      "  6    the run could not be carried out\n"
      "  130  interrupted\n");
}

// The command and how many words its name has; nullptr when there is none.
const command* find_command(const std::vector<std::string>& words, std::size_t& used) {
  for (const command& c : commands) {
    const auto space = c.name.find(' ');
    if (space == std::string_view::npos) {
      used = 1;
      if (!words.empty() && words[0] == c.name) return &c;
    } else {
      used = 2;
      if (words.size() >= 2 && words[0] == c.name.substr(0, space) &&
          words[1] == c.name.substr(space + 1)) {
        return &c;
      }
    }
  }
  return nullptr;
}

[[noreturn]] void unknown_command(const std::vector<std::string>& words) {
  std::string given = words[0];
  std::string group;
  std::vector<std::string_view> names;
  for (const command& c : commands) {
    names.push_back(c.name);
    if (c.name.starts_with(given + " ")) group += "\n  veriload " + std::string(c.name);
  }
  const bool second_word = words.size() > 1 && !words[1].starts_with("-");
  if (second_word && !base::nearest(given + " " + words[1], names).empty()) given += " " + words[1];
  const auto near = base::nearest(given, names);
  const bool whole = given.find(' ') != std::string::npos;
  if (!group.empty() && !whole) throw setup_error("\"" + given + "\" needs a second word:" + group);
  throw setup_error("unknown command \"" + given + "\"" +
                    (near.empty() ? "" : " (did you mean \"" + std::string(near) + "\"?)") +
                    "; `veriload --help` lists all");
}

exit_code dispatch(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help();
    return exit_code::passed;
  }
  if (words[0] == "--version") {
    std::printf("veriload %s\n", product_version);
    return exit_code::passed;
  }
  std::size_t used = 0;
  const command* found = find_command(words, used);
  if (!found) unknown_command(words);
  return found->run({words.begin() + static_cast<std::ptrdiff_t>(used), words.end()});
}

}  // namespace

std::span<const command> all_commands() { return commands; }

}  // namespace veriload::cli

int main(int argc, char** argv) {
  using namespace veriload;
  try {
    return static_cast<int>(cli::dispatch({argv + 1, argv + argc}));
  } catch (const setup_error& e) {
    cli::print_error(e.what());
    return static_cast<int>(e.code());
  } catch (const std::bad_alloc&) {
    cli::print_error("out of memory");
  } catch (const std::exception& e) {
    cli::print_error(std::string("internal error, please report it: ") + e.what());
  }
  return static_cast<int>(exit_code::unrunnable);
}
