#include "core/cli/replay_manifest.hpp"

#include "core/base/node.hpp"
#include "core/base/setup_error.hpp"
#include "core/config/build_plan.hpp"
#include "core/config/check.hpp"
#include "core/config/cross_rules.hpp"
#include "core/config/feeder_rules.hpp"
#include "core/config/problems.hpp"
#include "core/config/yaml_reader.hpp"

#include <algorithm>

namespace veriload::cli {
namespace {

using base::node;
using base::node_kind;

constexpr std::string_view known_format = "veriload.replay/1";

const node& member(const node& of, const char* key, node_kind kind, const char* expected) {
  const node* const found = of.find(key);
  if (!found)
    throw setup_error(of.where().text() + ": " + key + " is missing, expected " + expected);
  if (!found->is(kind)) {
    throw setup_error(found->where().text() + ": " + key + " is " + config::found_text(*found) +
                      ", expected " + expected);
  }
  return *found;
}

std::string text_of(const node& of, const char* key) {
  return std::string(member(of, key, node_kind::string, "a string").as_string());
}

std::uint64_t number_of(const node& of, const char* key) {
  const std::int64_t value = member(of, key, node_kind::integer, "an integer").as_integer();
  return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

node text_node(const char* text) { return node::string(text); }

// The section is checked as in a configuration: with the least of the others around it.
config::data_plan data_of(const node& manifest) {
  const node& data = member(manifest, "data", node_kind::map, "the section `data` of the run");
  node document = node::map();
  document.written_at(manifest.where());
  node& run = document.add("run", node::map());
  for (const char* one : {"users", "spawn_rate", "max_duration_seconds"})
    run.add(one, node::integer(1));
  run.add("base_url", text_node("http://127.0.0.1"));
  document.add("data", data);
  node& profile = document.add("profile", node::map());
  profile.add("type", text_node("soak"));
  profile.add("duration_seconds", node::integer(1));
  document.add("safety", node::map())
      .add("allowed_hosts", node::list())
      .push(text_node("127.0.0.1"));
  config::problem_list problems;
  config::checked_document checked = config::check(document, {}, problems);
  config::check_rules_between_keys(checked, problems);
  config::check_feeder(checked, problems);
  problems.raise();
  return config::build_plan(checked.effective).data;
}

}  // namespace

const replayed_failure* replay_manifest::failure_of(std::string_view persona_id) const {
  const auto found = std::ranges::find(failures, persona_id, &replayed_failure::persona_id);
  return found == failures.end() ? nullptr : &*found;
}

replay_manifest read_replay_manifest(std::string_view text, const std::string& name) {
  const node manifest = config::read_yaml(text, name);
  const char* const expected = "a replay manifest (reports.replay of a run)";
  if (!manifest.is(node_kind::map)) {
    throw setup_error(name + ": found " + config::found_text(manifest) + ", expected " + expected);
  }
  if (const std::string format = text_of(manifest, "format"); format != known_format) {
    throw setup_error(manifest.find("format")->where().text() + ": format is \"" + format +
                      "\", expected \"" + std::string(known_format) + "\"");
  }
  replay_manifest out;
  out.data = data_of(manifest);
  out.base_url = text_of(manifest, "base_url");
  const node& scenario = member(manifest, "scenario", node_kind::map, "a mapping");
  const std::string path = text_of(scenario, "path");
  if (!path.empty()) out.scenario = path + ":" + text_of(scenario, "user_class");
  out.plan_hash = text_of(manifest, "plan_hash");
  out.tool_version = text_of(manifest, "tool_version");
  const node& failures = member(manifest, "failures", node_kind::list, "a list");
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const node& from = failures.at(i);
    replayed_failure one;
    one.persona_id = text_of(from, "persona_id");
    one.user = number_of(from, "user");
    one.failures = number_of(from, "failures");
    one.example = text_of(from, "example");
    const node& requests = member(from, "requests", node_kind::list, "a list");
    for (std::size_t k = 0; k < requests.size(); ++k) {
      if (requests.at(k).is(node_kind::string))
        one.requests.emplace_back(requests.at(k).as_string());
    }
    out.failures.push_back(std::move(one));
  }
  return out;
}

}  // namespace veriload::cli
