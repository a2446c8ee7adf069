// The program `veriload`: finds the command and turns what went wrong into one message and an exit
// code.
#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/plugin_command.hpp"
#include "core/cli/terminal.hpp"
#include "core/cli/version.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>

namespace veriload::cli {
namespace {

constexpr std::array commands{
    command{"run", "run a load test and decide by its gates", run_command},
    command{"report", "make any report of a run that was kept", report_command},
    command{"validate", "check everything that can be checked without traffic", validate_command},
    command{"compare", "compare two reports and fail when something became worse", compare_command},
    command{"build", "compile a scenario into a shared library", build_command},
    command{"calibrate", "measure the floor of this machine and generator", calibrate_command},
    command{"replay", "show who a persona of a run was, and what failed to it", replay_command},
    command{"plugin list", "show what the plugins provide, and why one was refused",
            plugin_list_command},
    command{"plugin check", "hold plugins to the rules of the ABI, each in a process of its own",
            plugin_check_command},
    command{"plugin new", "begin a project for a plugin or a scenario of your own",
            plugin_new_command},
    command{"dataset preview", "show personas of a configuration", dataset_preview_command},
    command{"dataset validate", "hold personas to the rules of coherence, and prove them unique",
            dataset_validate_command},
    command{"dataset explain", "show how a value of a persona was derived",
            dataset_explain_command},
    command{"dataset export", "write personas or their records as JSON lines, CSV or SQL",
            dataset_export_command},
    command{"config reference", "print every configuration key with its type, default and meaning",
            config_reference_command},
    command{"config schema", "print the JSON schema of the configuration", config_schema_command},
};

void print_commands(std::string_view group) {
  for (const command& c : commands) {
    if (!c.name.starts_with(group)) continue;
    std::printf("  %-18.*s %.*s\n", static_cast<int>(c.name.size()), c.name.data(),
                static_cast<int>(c.summary.size()), c.summary.data());
  }
}

void print_help(const std::vector<std::string>& plugin_dirs) {
  std::printf(
      "veriload %s: load tests whose users look real, whose state is removed, and whose numbers "
      "can be "
      "believed\n\nusage: veriload COMMAND [options]\n\nCommands:\n",
      product_version);
  print_commands("");
  if (const auto more = list_plugin_commands(plugin_dirs); !more.empty()) {
    std::printf("\nCommands of plugins:\n");
    for (const auto& c : more)
      std::printf("  %-18s %s\n", c.name.c_str(), c.summary.c_str());
  }
  std::printf(
      "\n`veriload COMMAND --help` explains a command. `veriload --version` prints the version.\n"
      "`veriload --plugin-dir DIR COMMAND` takes plugins, and the commands they bring, from "
      "DIR.\n\n"
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

// `veriload plugin --help`: the commands of a group.
void print_group_help(const std::string& group) {
  std::printf("usage: veriload %s COMMAND [options]\n\nCommands:\n", group.c_str());
  print_commands(group + " ");
  if (group == "plugin") {
    std::printf(
        "\nExamples:\n"
        "  veriload plugin new checkout --kind scenario\n"
        "  veriload plugin new line-shop --kind protocol --output ../plugins\n"
        "  veriload plugin list --plugin-dir build/plugins\n"
        "  veriload plugin check build/plugins/line-shop.so\n");
  }
  std::printf("\n`veriload %s COMMAND --help` explains a command.\n", group.c_str());
}

bool is_group(const std::string& word) {
  return std::ranges::any_of(commands,
                             [&](const command& c) { return c.name.starts_with(word + " "); });
}

// Takes `--plugin-dir DIR` and `--plugin-dir=DIR` off the front.
std::vector<std::string> take_plugin_dirs(std::vector<std::string>& words) {
  constexpr std::string_view option = "--plugin-dir";
  std::vector<std::string> folders;
  while (!words.empty() && words[0].starts_with(option)) {
    const std::string first = words[0];
    const bool together = first.size() > option.size();
    if (together && first[option.size()] != '=') break;
    if (!together && words.size() < 2) throw setup_error("--plugin-dir has no value");
    folders.push_back(together ? first.substr(option.size() + 1) : words[1]);
    words.erase(words.begin(), words.begin() + (together ? 1 : 2));
  }
  return folders;
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

exit_code dispatch(std::vector<std::string> words) {
  const std::vector<std::string> plugin_dirs = take_plugin_dirs(words);
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help(plugin_dirs);
    return exit_code::passed;
  }
  if (words[0] == "--version") {
    std::printf("veriload %s\n", product_version);
    return exit_code::passed;
  }
  std::size_t used = 0;
  const command* found = find_command(words, used);
  if (!found) {
    if (is_group(words[0])) {
      const bool asked = words.size() > 1 && (words[1] == "--help" || words[1] == "-h");
      if (!asked) unknown_command(words);
      print_group_help(words[0]);
      return exit_code::passed;
    }
    if (!words[0].starts_with("-")) {
      if (const auto code = run_plugin_command(plugin_dirs, words)) return *code;
    }
    unknown_command(words);
  }
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(used));
  for (const auto& folder : plugin_dirs)
    words.push_back("--plugin-dir=" + folder);
  return found->run(words);
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
