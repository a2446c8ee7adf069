#include "core/cli/prepare.hpp"

#include "core/cli/plugin_folders.hpp"
#include "core/cli/version.hpp"

namespace veriload::cli {

void prepare_options::declare(command_line& line) {
  line.text("config,c", "FILE", config,
            "the configuration, - for standard input (default: veriload.yaml)")
      .texts(
          "plugin-dir", "DIR", plugin_dirs,
          "a folder with *.so plugins; may be given again (default: the one of this installation)")
      .texts("set", "KEY=VALUE", sets,
             "override a key of the configuration, e.g. run.users=5; may be given again")
      .text("plan", "TEXT", load_plan,
            "another load than the profile's: \"10u,60s; 100u,5m; 0,30s\" moves users in straight "
            "lines, \"50/s,2m\" lets users arrive")
      .flag("verbose,v", verbose, "show log lines of level debug and info too");
}

std::unique_ptr<run::preparation> prepare(const prepare_options& options,
                                          std::function<void(std::string_view)> print) {
  run::preparation_request request;
  request.config_file = options.config;
  request.plugin_folders = plugin_folders(options.plugin_dirs);
  request.sets = options.sets;
  if (!options.load_plan.empty()) request.load_plan = options.load_plan;
  request.needs_scenario = options.needs_scenario;
  request.version = product_version;
  request.log_level = options.verbose ? VL_LOG_DEBUG : options.log_level;
  request.log = print;
  request.say = [print, tells = options.tells_steps](const std::string& text) {
    if (tells) print("veriload: " + text + "\n");
  };
  return std::make_unique<run::preparation>(std::move(request));
}

}  // namespace veriload::cli
