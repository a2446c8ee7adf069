// `veriload plugin list`: what is in the plugin folders.
#include "core/cli/bare_host.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/plugin_folders.hpp"
#include "core/cli/terminal.hpp"

#include <cstdio>

namespace veriload::cli {
namespace {

void print_plugin(const host::plugin& p) {
  const vl_plugin_v1& d = p.descriptor();
  std::printf("%s %s\n", d.id, d.version);
  std::printf("  file      %s\n", p.file().c_str());
  std::printf("  ABI       %u.%u, needs at least %u.%u\n", d.abi_major, d.abi_minor_built,
              d.abi_major, d.abi_minor_min);
  std::printf("  built by  %s\n", d.build);
  std::printf("  license   %s\n", d.license);
  std::printf("  provides ");
  for (const auto& component : p.provides()) {
    std::printf(" %.*s", static_cast<int>(component.size()), component.data());
  }
  std::printf("\n");
}

}  // namespace

exit_code plugin_list_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> folders;
  command_line line(
      "veriload plugin list [--plugin-dir DIR]...",
      "Shows each plugin of the folders with what it provides, and for each file that was\n"
      "refused the file, the property, what was found and what was expected. Plugins are\n"
      "looked at, not started. Ends with 3 when a file was refused.",
      "  veriload plugin list\n"
      "  veriload plugin list --plugin-dir ./plugins --plugin-dir /opt/team/plugins\n");
  line.texts(
      "plugin-dir", "DIR", folders,
      "a folder with *.so plugins; may be given again (default: the one of this installation)");
  if (!line.read(arguments)) return exit_code::passed;

  bare_host host;
  host::plugin_registry& registry = host.registry;
  for (const auto& folder : plugin_folders(folders))
    registry.scan(folder);

  for (const auto& p : registry.plugins())
    print_plugin(*p);
  if (registry.plugins().empty()) std::printf("no plugin found\n");
  if (registry.refusals().empty()) return exit_code::passed;
  std::fflush(stdout);
  for (const auto& refused : registry.refusals())
    print_error("refused " + refused.text());
  return exit_code::plugin;
}

}  // namespace veriload::cli
