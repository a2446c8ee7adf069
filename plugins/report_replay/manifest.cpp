#include "manifest.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::report_replay {
namespace {

json json_of(node_view node) {
  switch (node.kind()) {
    case VL_NODE_BOOL:
      return node.flag();
    case VL_NODE_INT:
      return node.integer();
    case VL_NODE_FLOAT:
      return node.number();
    case VL_NODE_STR:
      return node.text();
    case VL_NODE_LIST: {
      json list = json::array();
      node.each([&](std::string_view, node_view item) { list.push(json_of(item)); });
      return list;
    }
    case VL_NODE_MAP: {
      json map = json::object();
      node.each([&](std::string_view key, node_view value) { map.set(key, json_of(value)); });
      return map;
    }
    default:
      return {};
  }
}

void indent_to(std::string& out, const json& value, int depth) {
  const auto new_line = [&](int at) {
    out += '\n';
    out.append(static_cast<std::size_t>(at) * 2, ' ');
  };
  if (value.size() == 0 || !(value.is_array() || value.is_object())) {
    value.dump_to(out);
    return;
  }
  bool first = true;
  out += value.is_array() ? '[' : '{';
  if (value.is_array()) {
    for (const json& item : value.items()) {
      if (!std::exchange(first, false)) out += ',';
      new_line(depth + 1);
      indent_to(out, item, depth + 1);
    }
  } else {
    std::vector<const json::member*> sorted;
    for (const json::member& one : value.members())
      sorted.push_back(&one);
    std::ranges::sort(sorted, {}, [](const json::member* one) { return one->key; });
    for (const json::member* one : sorted) {
      if (!std::exchange(first, false)) out += ',';
      new_line(depth + 1);
      json(one->key).dump_to(out);
      out += ": ";
      indent_to(out, one->value, depth + 1);
    }
  }
  new_line(depth);
  out += value.is_array() ? ']' : '}';
}

}  // namespace

json manifest_of(node_view plan, node_view result) {
  const node_view data = plan["data"];
  const node_view run = result["run"];
  json failed = json::array();
  result["failed_personas"].each(
      [&](std::string_view, node_view one) { failed.push(one["persona_id"].text()); });
  json scenario = json::of("path", plan["scenario"]["path"].text(), "user_class",
                           plan["scenario"]["user_class"].text());
  return json::of("format", "veriload.replay/1", "seed", json_of(data["seed"]), "pool_size",
                  json_of(data["pool_size"]), "locales", json_of(data["locales"]), "source",
                  json_of(data["source"]), "data", json_of(data), "base_url",
                  plan["run"]["base_url"].text(), "scenario", std::move(scenario), "workers",
                  json_of(run["threads"]), "plan_hash", json_of(run["plan_hash"]), "tool_version",
                  json_of(run["tool_version"]), "failed_personas", std::move(failed), "failures",
                  json_of(result["failed_personas"]), "failures_not_listed",
                  json_of(result["persona_failures_not_listed"]));
}

std::string indented(const json& value) {
  std::string out;
  indent_to(out, value, 0);
  out += '\n';
  return out;
}

}  // namespace veriload::report_replay
