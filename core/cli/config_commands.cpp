// `veriload config ...`: what the configuration may hold, for people and for editors.
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/config/reference.hpp"

#include <cstdio>

namespace veriload::cli {

exit_code config_schema_command(const std::vector<std::string>& arguments) {
  command_line line("veriload config schema",
                    "Prints the JSON schema (2020-12) of veriload.yaml, for editors and other checkers.",
                    "  veriload config schema > veriload.schema.json\n"
                    "  # first line of veriload.yaml, for editors with the YAML language server:\n"
                    "  # yaml-language-server: $schema=veriload.schema.json\n");
  if (!line.read(arguments)) return exit_code::passed;
  std::fputs(config::json_schema().c_str(), stdout);
  return exit_code::passed;
}

exit_code config_reference_command(const std::vector<std::string>& arguments) {
  command_line line("veriload config reference",
                    "Prints every key of veriload.yaml with its type, default and meaning, as Markdown.",
                    "  veriload config reference | less\n");
  if (!line.read(arguments)) return exit_code::passed;
  std::fputs(config::reference_markdown().c_str(), stdout);
  return exit_code::passed;
}

}  // namespace veriload::cli
