#include "core/config/overrides.hpp"

#include "core/base/nearest.hpp"
#include "core/base/setup_error.hpp"
#include "core/base/url.hpp"
#include "core/config/plain_scalar.hpp"
#include "core/config/schema.hpp"
#include "core/config/yaml_reader.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;
using base::place;

constexpr std::string_view prefix = "VERILOAD_";

struct assignment {
  std::vector<std::string> keys;  // at least one
  std::string value;
  std::string origin;         // what messages call it
  std::string without_value;  // the same for a value that may be a secret
};

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

std::string dotted(const std::vector<std::string>& keys, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i)
    out += (i > 0 ? "." : "") + keys[i];
  return out;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// All parts of an override come from one place, which has no lines.
void place_all(node& value, const place& at) {
  value.written_at(at);
  for (std::size_t i = 0; i < value.size(); ++i)
    place_all(value.at(i), at);
}

node comma_list(const std::string& text) {
  node list = node::list();
  if (trimmed(text).empty()) return list;
  for (const std::string& part : split(text, ","))
    list.push(node::string(trimmed(part)));
  return list;
}

// Throws setup_error when a JSON text is not well formed.
node typed_value(const key& k, const std::string& text) {
  const std::string body = trimmed(text);
  const bool is_text =
      k.type == key_type::text || k.type == key_type::path || k.type == key_type::choice;
  if (is_text) return node::string(text);
  if (k.nullable && body == "null") return node();
  if (k.type == key_type::list)
    return body.starts_with('[') ? read_yaml(body, "") : comma_list(text);
  const bool is_map = k.type == key_type::map || k.type == key_type::table;
  const bool may_be_map = is_map || k.type == key_type::report;
  if (may_be_map && body.starts_with('{')) return read_yaml(body, "");
  return node::string(text);  // the check reads numbers and truth values, and says what it found
}

// Below a plugin's section no types are known here.
node untyped_value(const std::string& text) {
  const std::string body = trimmed(text);
  if (body.starts_with('[') || body.starts_with('{')) return read_yaml(body, "");
  return resolve_plain(text);
}

void merge(node& into, node from) {
  if (!into.is(node_kind::map) || !from.is(node_kind::map)) {
    into = std::move(from);
    return;
  }
  into.written_at(from.where());
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (node* old = into.find(from.key_at(i))) {
      merge(*old, std::move(from.at(i)));
    } else {
      into.add(std::string(from.key_at(i)), std::move(from.at(i)));
    }
  }
}

bool holds_secret(const key& k) { return k.secret || std::ranges::any_of(k.members, holds_secret); }

class writer {
 public:
  writer(node& document, const std::vector<std::string>& extra, problem_list& problems)
      : document_(document), extra_(extra), problems_(problems) {}

  void write(const assignment& a, bool extra) {
    origin_ = {base::interned_origin(base::without_password(a.origin)), 0, 0};
    if (extra) hide_value(a);
    std::vector<std::string> spelled = a.keys;
    const key* shape = extra ? nullptr : &schema();
    for (std::size_t i = 0; shape && i < a.keys.size(); ++i) {
      if (shape->type == key_type::report) {
        hide_value(a);
        make_room_for_options(dotted(spelled, i));
        shape = nullptr;  // only its reporter knows its options
        break;
      }
      if (shape->type != key_type::map) return refuse_inside(*shape, a, i);
      const key* member = shape->find(a.keys[i]);
      if (!member && is_extra(dotted(a.keys, i + 1))) {
        shape = &any_report();
        continue;
      }
      if (!member) return refuse_unknown(*shape, a, i);
      shape = member;
      spelled[i] = written_name(*shape, spelled, i);
    }
    if (shape && holds_secret(*shape)) hide_value(a);
    try {
      node value = shape ? typed_value(*shape, a.value) : untyped_value(a.value);
      place_all(value, origin_);
      merge(reach(spelled), std::move(value));
    } catch (const setup_error& error) {
      problems_.add(origin_, dotted(a.keys, a.keys.size()) + " has a value that cannot be read" +
                                 std::string(error.what()));
    }
  }

 private:
  void hide_value(const assignment& a) { origin_.file = base::interned_origin(a.without_value); }

  // The name under which the document has the key already, so that an override meets an alias.
  std::string written_name(const key& k, const std::vector<std::string>& keys, std::size_t depth) {
    const node* parent = depth == 0 ? &document_ : document_.find_path(dotted(keys, depth));
    const bool aliased = parent && !k.alias.empty() && parent->find(k.alias);
    return std::string(aliased ? k.alias : k.name);
  }

  bool is_extra(const std::string& path) const {
    return std::ranges::find(extra_, path) != extra_.end();
  }

  // A report that is only a path so far keeps it when an option comes.
  void make_room_for_options(const std::string& path) {
    node* report = document_.find_path(path) ? &reach(split(path, ".")) : nullptr;
    if (!report || !report->is(node_kind::string)) return;
    node both = node::map();
    both.written_at(report->where());
    both.add("path", *report);
    *report = std::move(both);
  }

  node& reach(const std::vector<std::string>& keys) {
    node* at = &document_;
    for (const std::string& name : keys) {
      if (!at->is(node_kind::map)) {
        *at = node::map();
        at->written_at(origin_);
      }
      node* next = at->find(name);
      if (!next) {
        next = &at->add(name, node());
        next->written_at(origin_);
      }
      at = next;
    }
    return *at;
  }

  void refuse_inside(const key& shape, const assignment& a, std::size_t depth) {
    hide_value(a);  // under a misspelled key it may be a secret
    const std::string outer = dotted(a.keys, depth);
    problems_.add(origin_, shape.type == key_type::list
                               ? outer + " is a list; give it whole, as JSON"
                               : outer + " is not a section, so it has no key " + a.keys[depth]);
  }

  void refuse_unknown(const key& shape, const assignment& a, std::size_t depth) {
    hide_value(a);
    std::vector<std::string_view> known;
    for (const key& member : shape.members)
      known.push_back(member.name);
    const std::string outer = depth > 0 ? dotted(a.keys, depth) + "." : "";
    for (const std::string& one : extra_) {
      if (depth > 0 && one.starts_with(outer))
        known.push_back(std::string_view(one).substr(outer.size()));
    }
    const std::string_view near = base::nearest(a.keys[depth], known);
    std::string text = "unknown key " + outer + a.keys[depth];
    if (!near.empty()) text += " (did you mean " + outer + std::string(near) + "?)";
    problems_.add(origin_, text);
  }

  node& document_;
  const std::vector<std::string>& extra_;
  problem_list& problems_;
  place origin_;
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

environment process_environment() {
  environment all;
  for (char** entry = ::environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    all.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

void apply_environment(node& document, const environment& variables,
                       const std::vector<std::string>& extra_sections, problem_list& problems) {
  environment ours;
  for (const auto& variable : variables) {
    if (variable.first.starts_with(prefix)) ours.push_back(variable);
  }
  std::ranges::sort(ours);  // the order of the environment is nobody's intention
  for (const auto& [name, value] : ours) {
    std::string rest = name.substr(prefix.size());
    std::ranges::transform(rest, rest.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::vector<std::string> keys = split(rest, "__");
    const bool known = schema().find(keys[0]) != nullptr;
    if (keys.size() < 2 || (!known && !contains(extra_sections, keys[0]))) continue;
    writer(document, extra_sections, problems).write({keys, value, name, name}, !known);
  }
}

void apply_sets(node& document, const std::vector<std::string>& sets,
                const std::vector<std::string>& extra_sections, problem_list& problems) {
  for (const std::string& text : sets) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      problems.add({base::interned_origin("--set " + text), 0, 0},
                   "must have the form section.key=value");
      continue;
    }
    const std::string path = text.substr(0, equals);
    const std::vector<std::string> keys = split(path, ".");
    const bool extra = !schema().find(keys[0]) && contains(extra_sections, keys[0]);
    writer(document, extra_sections, problems)
        .write({keys, text.substr(equals + 1), "--set " + text, "--set " + path}, extra);
  }
}

}  // namespace veriload::config
