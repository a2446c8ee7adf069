// `veriload plugin new`: a project for a plugin, made from the templates of the SDK.
#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/new_project.hpp"
#include "core/host/scenario_build.hpp"

#include <array>
#include <cstdio>
#include <filesystem>

namespace veriload::cli {
namespace {

struct kind {
  std::string_view name;
  const char* makes;
  const char* next;  // what to do after the tests have passed
};

constexpr std::array kinds{
    kind{"protocol", "speaks to a system under test",
         "put your protocol into src/plugin.cpp; tests/scenario.cpp shows how a scenario uses it"},
    kind{"fixture", "creates and removes rows of a resource",
         "put your resource into src/plugin.cpp in place of the tables in memory"},
    kind{"importer", "turns a document into a scenario",
         "put your format into src/plugin.cpp in place of the list of paths"},
    kind{"reporter", "makes a document of a run", "change what src/plugin.cpp writes"},
    kind{"scenario", "users and what they do", "write your journey in src/scenario.cpp"},
    kind{"command", "a command `veriload NAME`", "put your tool into src/plugin.cpp"},
};

std::string listed() {
  std::string text;
  for (const kind& k : kinds)
    text += (text.empty() ? "" : ", ") + std::string(k.name);
  return text;
}

const kind& find_kind(const std::string& name) {
  std::vector<std::string_view> names;
  for (const kind& k : kinds) {
    if (k.name == name) return k;
    names.push_back(k.name);
  }
  if (name.empty()) throw setup_error("--kind is missing, expected one of: " + listed());
  const auto near = base::nearest(name, names);
  throw setup_error("--kind is \"" + name + "\"" +
                    (near.empty() ? "" : " (did you mean \"" + std::string(near) + "\"?)") +
                    ", expected one of: " + listed());
}

// A command of the host goes before a plugin's, so such a plugin could never be called.
void refuse_name_of_host(const std::string& name) {
  for (const command& c : all_commands()) {
    if (c.name.substr(0, c.name.find(' ')) != name) continue;
    throw setup_error("name is \"" + name + "\", which is a command of veriload; expected another");
  }
}

// As one would type it into a shell: quoted when it has to be.
std::string shown(const std::filesystem::path& path) {
  const std::string text = path.string();
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";
  if (text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text)
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace

exit_code plugin_new_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> words;
  std::string kind_name, output = ".";
  std::string text =
      "Makes the folder DIR/NAME with a small whole project: CMakeLists.txt, source, "
      "test and README. It\n"
      "builds with the SDK of this installation and nothing else. KIND is one of\n";
  for (const kind& k : kinds) {
    const std::string name(k.name);
    text += "\n  " + name + std::string(12 - name.size(), ' ') + k.makes;
  }
  command_line line("veriload plugin new NAME --kind KIND [--output DIR]", text,
                    "  veriload plugin new checkout --kind scenario\n"
                    "  veriload plugin new line-shop --kind protocol --output ../plugins\n");
  line.text("kind,k", "KIND", kind_name, "what the plugin provides");
  line.text("output,o", "DIR", output, "where the project's folder is made (default: here)");
  line.words("the name of the new plugin", 1, 1, words);
  if (!line.read(arguments)) return exit_code::passed;

  const kind& chosen = find_kind(kind_name);
  const std::string& name = words[0];
  require_project_name(name);
  if (chosen.name == "command") refuse_name_of_host(name);
  const auto templates = host::default_scenario_build_settings().sdk / "templates";
  const std::filesystem::path folder = (std::filesystem::path(output) / name).lexically_normal();
  const auto files = make_project(templates / chosen.name, folder, name);

  std::printf("made %s, a plugin of kind %s:\n", folder.c_str(), kind_name.c_str());
  for (const auto& file : files)
    std::printf("  %s\n", file.c_str());
  const std::string prefix =
      shown(templates.parent_path().parent_path().parent_path().parent_path());
  std::printf(
      "\nnext:\n"
      "  cd %s\n"
      "  cmake -S . -B build -DCMAKE_PREFIX_PATH=%s\n"
      "  cmake --build build\n"
      "  ctest --test-dir build --output-on-failure\n"
      "then %s; README.md says more\n",
      shown(folder).c_str(), prefix.c_str(), chosen.next);
  return exit_code::passed;
}

}  // namespace veriload::cli
