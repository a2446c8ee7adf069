// `veriload config ...`: what the configuration may hold, for people and for editors.
#include "core/cli/bare_host.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/plugin_folders.hpp"
#include "core/config/reference.hpp"

#include <cstdio>

namespace veriload::cli {

exit_code config_schema_command(const std::vector<std::string>& arguments) {
  command_line line("veriload config schema",
                    "Prints the JSON schema (2020-12) of veriload.yaml, for editors and other "
                    "checkers. The sections of\n"
                    "the protocol plugins found are allowed in it.",
                    "  veriload config schema > veriload.schema.json\n"
                    "  # first line of veriload.yaml, for editors with the YAML language server:\n"
                    "  # yaml-language-server: $schema=veriload.schema.json\n");
  std::vector<std::string> folders;
  line.texts(
      "plugin-dir", "DIR", folders,
      "a folder with *.so plugins; may be given again (default: the one of this installation)");
  if (!line.read(arguments)) return exit_code::passed;
  bare_host host;
  for (const auto& folder : plugin_folders(folders))
    host.registry.scan(folder);
  host.registry.start_all();
  std::fputs(config::json_schema(host.registry.config_keys()).c_str(), stdout);
  host.registry.end_all();
  return exit_code::passed;
}

exit_code config_reference_command(const std::vector<std::string>& arguments) {
  command_line line("veriload config reference",
                    "Prints every key of veriload.yaml with its type, default and meaning, as "
                    "Markdown; also those of\n"
                    "the protocol plugins found.",
                    "  veriload config reference | less\n");
  std::vector<std::string> folders;
  line.texts(
      "plugin-dir", "DIR", folders,
      "a folder with *.so plugins; may be given again (default: the one of this installation)");
  if (!line.read(arguments)) return exit_code::passed;
  std::fputs(config::reference_markdown().c_str(), stdout);
  bare_host host;
  for (const auto& folder : plugin_folders(folders))
    host.registry.scan(folder);
  host.registry.start_all();
  for (const auto& p : host.registry.all<vl_protocol_v1>(VL_COMP_PROTOCOL)) {
    if (!p.table->name) continue;
    const char* text = VL_HAS(p.table, vl_protocol_v1, reference) ? p.table->reference : nullptr;
    std::printf("\n## %s\n\n%s", p.table->name,
                text ? text : "A section of the protocol plugin, which checks it.\n");
  }
  std::printf("\n## Reporters found\n\n");
  for (const auto& r : host.registry.all<vl_reporter_v1>(VL_COMP_REPORTER)) {
    if (!r.table->name || !r.table->finish) continue;
    std::printf("- `reports.%s`: %s\n", r.table->name, r.table->summary ? r.table->summary : "");
  }
  host.registry.end_all();
  return exit_code::passed;
}

}  // namespace veriload::cli
