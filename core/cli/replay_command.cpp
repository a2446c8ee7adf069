// `veriload replay`: who a persona of a run was, and what failed to it.
#include "core/base/setup_error.hpp"
#include "core/cli/command.hpp"
#include "core/cli/command_line.hpp"
#include "core/cli/replay_manifest.hpp"
#include "core/cli/terminal.hpp"
#include "core/personas/engine_source.hpp"
#include "core/personas/persona_id.hpp"
#include "core/report/figures.hpp"
#include "core/report/text_table.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace veriload::cli {
namespace {

std::string whole_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  if (!in) throw setup_error(path + ": cannot be read, expected a replay manifest");
  return std::move(text).str();
}

std::uint64_t index_in(const personas::engine_source& pool, const std::string& id) {
  const auto index = personas::index_of_persona_id(id);
  if (!index) {
    throw setup_error("--persona-id is \"" + id + "\", expected an id such as " +
                      personas::persona_id_of(0));
  }
  if (*index >= pool.count()) {
    throw setup_error("--persona-id: there is no " + id + ", the pool of that run goes from " +
                      personas::persona_id_of(0) + " to " +
                      personas::persona_id_of(pool.count() - 1));
  }
  return *index;
}

class card {
 public:
  void add(const char* name, std::string value) {
    table_.add({{name, report::emphasis::dim}, {report::printable(value)}});
  }

  void print(const char* title) const {
    const bool colour = shows_colour(STDOUT_FILENO);
    std::printf("%s\n%s", report::marked(title, report::emphasis::bold, colour).c_str(),
                table_.text(columns_of(STDOUT_FILENO, 1'000), colour).c_str());
  }

 private:
  report::text_table table_{"lL"};
};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace

exit_code replay_command(const std::vector<std::string>& arguments) {
  std::string persona;
  std::vector<std::string> files;
  command_line line(
      "veriload replay MANIFEST --persona-id ID",
      "Shows who a persona of a run was and what failed to it, from the manifest that the run "
      "wrote "
      "(reports.replay).\n"
      "The persona is made again from the seed; the manifest holds no personal data. Nothing is "
      "sent.",
      "  veriload replay reports/replay.json --persona-id p-0001\n");
  line.text("persona-id", "ID", persona, "the persona, as reports name it")
      .words("the file of a replay manifest", 1, 1, files);
  if (!line.read(arguments)) return exit_code::passed;
  if (persona.empty()) throw setup_error("--persona-id is missing, expected an id such as p-0001");

  const replay_manifest manifest = read_replay_manifest(whole_file(files[0]), files[0]);
  const personas::engine_source pool(manifest.data);
  const std::uint64_t index = index_in(pool, persona);

  card shown;
  const auto value = [&](const char* path) {
    std::string text;
    pool.value(index, pool.required_field(path), text);
    return text;
  };
  shown.add("Persona ID", persona);
  shown.add("Name", value("person.name"));
  shown.add("Email", value("contact.email"));
  shown.add("Segment", std::string(pool.segment_name(pool.segment(index))));
  shown.add("Base URL", manifest.base_url.empty() ? "none" : manifest.base_url);
  shown.add("Scenario", manifest.scenario.empty() ? "none" : manifest.scenario);
  const replayed_failure* const failed = manifest.failure_of(persona);
  shown.add("Requests", failed ? joined(failed->requests) : "none");
  if (failed) {
    shown.add("Failures", report::count_text(failed->failures));
    shown.add("First failure", failed->example);
    shown.add("User", report::count_text(failed->user));
  }
  shown.add("Run", "seed " + std::to_string(manifest.data.seed) + ", source " +
                       manifest.data.source + ", plan " + manifest.plan_hash + ", VeriLoad " +
                       manifest.tool_version);
  shown.print("Replay plan");
  if (!failed && !manifest.failures.empty()) {
    std::printf("\nNothing that the manifest kept failed to %s; it failed to %s%s\n",
                persona.c_str(), manifest.failures[0].persona_id.c_str(),
                manifest.failures.size() > 1
                    ? (" and " + std::to_string(manifest.failures.size() - 1) + " more").c_str()
                    : "");
  }
  return exit_code::passed;
}

}  // namespace veriload::cli
