#include "core/config/reference.hpp"

#include "core/base/node.hpp"
#include "core/base/node_json.hpp"
#include "core/config/schema.hpp"

#include <string_view>
#include <utility>

namespace veriload::config {
namespace {

using base::node;

const char* json_type(key_type type) {
  switch (type) {
    case key_type::integer:
      return "integer";
    case key_type::number:
      return "number";
    case key_type::boolean:
      return "boolean";
    case key_type::list:
      return "array";
    case key_type::map:
    case key_type::table:
      return "object";
    case key_type::text:
    case key_type::path:
    case key_type::choice:
    case key_type::report:
      break;
  }
  return "string";
}

node json_bound(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? node::integer(whole) : node::number(value);
}

node schema_of(const key& k);

void add_members(const key& k, node& out) {
  node properties = node::map();
  node required = node::list();
  for (const key& member : k.members) {
    properties.add(std::string(member.name), schema_of(member));
    if (!member.alias.empty()) properties.add(std::string(member.alias), schema_of(member));
    if (member.required) required.push(node::string(std::string(member.name)));
  }
  out.add("properties", std::move(properties));
  if (required.size() > 0) out.add("required", std::move(required));
  out.add("additionalProperties", node::boolean(false));
}

void add_type(const key& k, node& out) {
  node type = node::string(json_type(k.type));
  if (k.nullable || k.type == key_type::report) {
    node types = node::list();
    types.push(std::move(type));
    if (k.type == key_type::report) types.push(node::string("object"));
    if (k.nullable) types.push(node::string("null"));
    type = std::move(types);
  }
  out.add("type", std::move(type));
}

node schema_of(const key& k) {
  node out = node::map();
  if (k.one_is_list) {
    node either = node::list();
    either.push(schema_of(k.members.front()));
    key list = k;
    list.one_is_list = false;
    either.push(schema_of(list));
    out.add("anyOf", std::move(either));
    return out;
  }
  if (!k.text_is.empty()) {
    node either = node::list();
    either.push(schema_of(*k.find(k.text_is)));
    key mapping = k;
    mapping.text_is = {};
    either.push(schema_of(mapping));
    out.add("anyOf", std::move(either));
    return out;
  }
  add_type(k, out);
  if (!k.doc.empty()) out.add("description", node::string(std::string(k.doc)));
  if (k.above) out.add("exclusiveMinimum", json_bound(*k.above));
  if (k.at_least) out.add("minimum", json_bound(*k.at_least));
  if (k.at_most) out.add("maximum", json_bound(*k.at_most));
  if (k.ceiling) out.add("maximum", json_bound(*k.ceiling));
  if (!k.choices.empty()) {
    node choices = node::list();
    for (const std::string_view choice : k.choices)
      choices.push(node::string(std::string(choice)));
    if (k.nullable) choices.push(node());
    out.add("enum", std::move(choices));
  }
  if (k.min_size > 0) out.add("minLength", node::integer(static_cast<std::int64_t>(k.min_size)));
  if (k.type == key_type::list) out.add("items", schema_of(k.members.front()));
  if (k.type == key_type::table) out.add("additionalProperties", schema_of(k.members.front()));
  if (k.type == key_type::map) add_members(k, out);
  if (!k.fallback.is_null()) out.add("default", k.fallback);
  return out;
}

std::string in_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return text;
}

std::string default_text(const key& k) {
  if (k.required) return "**required**";
  if (k.fallback.is_null() || k.type == key_type::map) return "not set";
  return "`" + base::to_json(k.fallback) + "`";
}

void write_row(const key& k, const std::string& path, std::string& out) {
  std::string name = "`" + path + "`";
  if (!k.alias.empty()) {
    name += ", `" + path.substr(0, path.size() - k.name.size()) + std::string(k.alias) + "`";
  }
  std::string type = k.expected();
  if (k.nullable) type += ", or null";
  out += "| " + name + " | " + in_cell(type) + " | " + in_cell(default_text(k)) + " | " +
         std::string(k.unit) + " | " + in_cell(std::string(k.doc)) + " |\n";
}

void write_rows(const key& k, const std::string& path, std::string& out) {
  for (const key& member : k.members) {
    const std::string here =
        path.empty() ? std::string(member.name) : path + "." + std::string(member.name);
    write_row(member, here, out);
    if (member.type == key_type::map) write_rows(member, here, out);
    if (member.type == key_type::list) write_rows(member.members.front(), here + "[]", out);
  }
}

}  // namespace

std::string reference_markdown() {
  std::string out =
      "# Configuration\n\n"
      "A YAML 1.2 file. Unknown keys are refused. A value is taken, the later over the earlier, "
      "from the "
      "file, from the environment variable `VERILOAD_SECTION__KEY` (`VERILOAD_RUN__USERS=25`), and "
      "from "
      "`--set section.key=value`. Lists are given there as a JSON array or with commas. Relative "
      "paths are "
      "relative to the folder of the file, and to the working directory when it comes through a "
      "pipe (`--config -`).\n";
  for (const key& section : schema().members) {
    const std::string name(section.name);
    out += "\n## " + name + "\n\n" + std::string(section.doc) +
           (section.required ? " Required." : " Optional.") +
           "\n\n| key | value | default | unit | meaning |\n|---|---|---|---|---|\n";
    write_rows(section, name, out);
  }
  return out;
}

std::string json_schema(const std::vector<std::string>& extra_sections) {
  node out = node::map();
  out.add("$schema", node::string("https://json-schema.org/draft/2020-12/schema"));
  out.add("title", node::string("VeriLoad configuration"));
  add_type(schema(), out);
  add_members(schema(), out);
  node& properties = *out.find("properties");
  for (const std::string& name : extra_sections) {
    if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
      node* of_section = properties.find(name.substr(0, dot))->find("properties");
      const std::string key_name = name.substr(dot + 1);
      if (!of_section->find(key_name)) of_section->add(key_name, schema_of(any_report()));
      continue;
    }
    node section = node::map();
    section.add("type", node::string("object"));
    section.add("description", node::string("Settings of the protocol plugin, which checks them."));
    properties.set(name, std::move(section));
  }
  return base::to_json(out, 2) + "\n";
}

}  // namespace veriload::config
