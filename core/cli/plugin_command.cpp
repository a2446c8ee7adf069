#include "core/cli/plugin_command.hpp"

#include "core/base/setup_error.hpp"
#include "core/cli/bare_host.hpp"
#include "core/cli/command.hpp"
#include "core/cli/plugin_folders.hpp"
#include "core/cli/terminal.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace veriload::cli {
namespace {

using found_command = host::plugin_registry::found<vl_command_v1>;

bool has_host_command(std::string_view name) {
  return name == "help" || std::ranges::any_of(all_commands(), [&](const command& c) {
           return c.name == name || c.name.substr(0, c.name.find(' ')) == name;
         });
}

bool provides_command(const host::plugin& p) {
  return std::ranges::any_of(p.provides(), [](auto id) { return id == VL_COMP_COMMAND; });
}

bool usable(const vl_command_v1& table) {
  return VL_HAS(&table, vl_command_v1, run) && table.name && table.summary && table.help &&
         table.run && !has_host_command(table.name);
}

// The plugins with commands, started; nothing else of the folders runs.
class command_plugins {
 public:
  explicit command_plugins(const std::vector<std::string>& named) : host_(&print_line) {
    for (const auto& folder : plugin_folders(named)) {
      // The folder of an installation may be missing when nobody asked for it.
      if (named.empty() && !std::filesystem::is_directory(folder)) continue;
      host_.registry.scan(folder);
    }
    for (const auto& p : host_.registry.plugins()) {
      if (provides_command(*p)) start(*p);
    }
  }
  ~command_plugins() { host_.registry.end_all(); }
  command_plugins(const command_plugins&) = delete;
  command_plugins& operator=(const command_plugins&) = delete;

  std::vector<found_command> all() const {
    auto tables = host_.registry.all<vl_command_v1>(VL_COMP_COMMAND);
    std::erase_if(tables, [](const found_command& c) { return !usable(*c.table); });
    return tables;
  }

  // The command that is not there may be one of a plugin that could not be taken.
  void tell_what_is_missing() const {
    if (!why_not_started_.empty()) throw setup_error(why_not_started_, exit_code::plugin);
    if (const std::size_t refused = host_.registry.refusals().size(); refused > 0) {
      print_warning(std::to_string(refused) +
                    " of the plugins were refused; `veriload plugin list` says why");
    }
  }

 private:
  static void print_line(std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stderr);
  }

  // One plugin's trouble does not take the others' commands away.
  void start(host::plugin& p) {
    try {
      p.start();
    } catch (const setup_error& e) {
      if (why_not_started_.empty()) why_not_started_ = e.what();
    }
  }

  bare_host host_;
  std::string why_not_started_;
};

vl_status write_to(void* file, vl_cbuf bytes) noexcept {
  const bool whole =
      std::fwrite(bytes.ptr, 1, bytes.len, static_cast<std::FILE*>(file)) == bytes.len;
  return whole ? VL_OK : VL_E_CLOSED;
}

exit_code call(const found_command& command, const std::vector<std::string>& words) {
  std::vector<vl_str> arguments;
  for (std::size_t i = 1; i < words.size(); ++i)
    arguments.push_back(host::view_of(words[i]));
  const vl_sink out{stdout, &write_to};
  const vl_sink err{stderr, &write_to};
  std::int32_t code = 0;
  vl_error error{};
  error.struct_size = sizeof error;
  const vl_status status =
      command.table->run(command.owner->self(), arguments.data(),
                         static_cast<std::uint32_t>(arguments.size()), &out, &err, &code, &error);
  const bool flushed = std::fflush(stdout) == 0;
  const std::string who = command.owner->file().string() + ": command \"" + words[0] + "\"";
  if (status < 0) {
    const std::string told(error.message, ::strnlen(error.message, sizeof error.message));
    throw setup_error(words[0] + ": " +
                      (told.empty() ? "failed with status " + std::to_string(status) : told));
  }
  if (status != VL_OK) {
    throw setup_error(
        who + " returned status " + std::to_string(status) + ", expected 0 or a negative one",
        exit_code::plugin);
  }
  if ((code < 0 || code > static_cast<int>(exit_code::unrunnable)) &&
      code != static_cast<int>(exit_code::interrupted)) {
    throw setup_error(who + " gave exit code " + std::to_string(code) +
                          ", expected 0 to 6 or 130 (see `veriload --help`)",
                      exit_code::plugin);
  }
  if (!flushed) {
    throw setup_error("cannot write to standard output: " + std::string(std::strerror(errno)),
                      exit_code::unrunnable);
  }
  return static_cast<exit_code>(code);
}

}  // namespace

std::vector<plugin_command_line> list_plugin_commands(const std::vector<std::string>& folders) {
  std::vector<plugin_command_line> lines;
  try {
    const command_plugins plugins(folders);
    for (const auto& c : plugins.all())
      lines.push_back({c.table->name, c.table->summary});
  } catch (const setup_error&) {
    // A folder that cannot be read: --help must come in any case, and using it says what is wrong.
    return {};
  }
  std::ranges::sort(lines, {}, &plugin_command_line::name);
  return lines;
}

std::optional<exit_code> run_plugin_command(const std::vector<std::string>& folders,
                                            const std::vector<std::string>& words) {
  const command_plugins plugins(folders);
  std::optional<found_command> chosen;
  for (const auto& c : plugins.all()) {
    if (c.table->name != words[0]) continue;
    if (chosen) {
      throw setup_error(c.owner->file().string() + ": command is \"" + words[0] +
                            "\", expected a name that no other plugin provides; " +
                            chosen->owner->file().string() + " has this one",
                        exit_code::plugin);
    }
    chosen = c;
  }
  if (!chosen) {
    plugins.tell_what_is_missing();
    return std::nullopt;
  }
  if (words.size() > 1 && (words[1] == "--help" || words[1] == "-h")) {
    std::fputs(chosen->table->help, stdout);
    return exit_code::passed;
  }
  return call(*chosen, words);
}

}  // namespace veriload::cli
