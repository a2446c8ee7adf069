// `veriload validate`: everything that can be checked without traffic.
#include "core/base/node_json.hpp"
#include "core/cli/command.hpp"
#include "core/cli/prepare.hpp"
#include "core/cli/terminal.hpp"
#include "core/config/print.hpp"
#include "core/run/run_shape.hpp"

#include <algorithm>
#include <cstdio>

namespace veriload::cli {
namespace {

void print_personas(const personas::engine_source& personas, std::uint64_t wanted) {
  const std::uint64_t n = std::min(wanted, personas.count());
  const auto fields = personas.fields();
  std::string value;
  for (std::uint64_t i = 0; i < n; ++i) {
    std::printf("\npersona %llu of %llu\n", static_cast<unsigned long long>(i) + 1,
                static_cast<unsigned long long>(personas.count()));
    for (std::uint32_t f = 0; f < fields.size(); ++f) {
      if (!personas.is_shown_unasked(f)) continue;
      personas.value(i, f, value);
      std::printf("  %-36.*s %s\n", static_cast<int>(fields[f].size()), fields[f].data(),
                  value.c_str());
    }
  }
}

void print_load(const run::preparation& prepared) {
  const config::profile_plan& profile = prepared.plan().profile;
  std::printf("load           %s, %s s, ", run::load_model_of(profile),
              base::number_text(profile.duration_seconds).c_str());
  if (const auto* arrivals = prepared.arrivals()) {
    std::printf("%.0f arrivals, ",
                arrivals->wanted_by(base::from_seconds(profile.duration_seconds)));
  }
  std::printf("at most %lld users\n", static_cast<long long>(profile.target_users));
}

void print_scenario(const run::preparation& prepared) {
  const config::scenario_plan& scenario = *prepared.plan().scenario;
  if (!prepared.classes()) {
    std::printf("scenario       %s, class %s with %zu tasks\n", scenario.path.c_str(),
                prepared.user_class().name.c_str(), prepared.user_class().tasks.size());
    return;
  }
  std::printf("scenario       %s, %zu classes\n", scenario.path.c_str(), scenario.users.size());
  for (std::size_t i = 0; i < scenario.users.size(); ++i) {
    const host::user_class& one = *prepared.classes()->classes()[i];
    std::printf("class          %s with %zu tasks, weight %s\n", one.name.c_str(), one.tasks.size(),
                base::number_text(scenario.users[i].weight).c_str());
  }
}

}  // namespace

exit_code validate_command(const std::vector<std::string>& arguments) {
  prepare_options options;
  options.needs_scenario = false;
  std::uint64_t show_personas = 0;
  bool show_config = false;
  command_line line(
      "veriload validate [--config FILE] [options]",
      "Checks everything that can be checked without traffic: plugins present and accepted, "
      "configuration,\n"
      "environment and --set overrides, personas and their contacts, hosts and limits, the "
      "scenario (it is\n"
      "built, loaded, and has the user class), and that every report could be written.",
      "  veriload validate --config veriload.yaml --show-personas 3\n"
      "  veriload validate --set run.users=500 --show-config\n");
  options.declare(line);
  line.number("show-personas", "N", 0, 1'000'000, show_personas, "print the first N personas")
      .flag("show-config", show_config,
            "print the effective configuration and where each value came from; secrets are masked");
  if (!line.read(arguments)) return exit_code::passed;

  const auto prepared = prepare(
      options, [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); });
  const config::plan& plan = prepared->plan();
  std::printf("configuration  %s is valid (plan %s)\n", options.config.c_str(),
              prepared->config().plan_hash.c_str());
  std::printf("personas       %llu, seed %lld\n",
              static_cast<unsigned long long>(prepared->personas().count()),
              static_cast<long long>(plan.data.seed));
  print_load(*prepared);
  if (prepared->has_scenario()) {
    print_scenario(*prepared);
  } else {
    std::printf("scenario       none; a run needs one\n");
  }
  for (const auto& p : prepared->plugins().plugins()) {
    std::printf("plugin         %s %s\n", p->descriptor().id, p->descriptor().version);
  }
  if (plan.reports.run) std::printf("report         run to %s\n", plan.reports.run->c_str());
  for (const auto& r : prepared->reports()) {
    std::printf("report         %s to %s\n", r.name.c_str(), r.target.c_str());
  }
  if (show_config)
    std::printf("\n%s", config::print_yaml(prepared->config().effective, true).c_str());
  print_personas(prepared->personas(), show_personas);
  return exit_code::passed;
}

}  // namespace veriload::cli
