#include "core/config/check.hpp"

#include "core/base/host_rules.hpp"
#include "core/base/nearest.hpp"
#include "core/base/node_json.hpp"
#include "core/base/setup_error.hpp"
#include "core/base/url.hpp"
#include "core/config/plain_scalar.hpp"
#include "core/config/schema.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;
using base::place;

std::string joined(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

// Integers beyond this are not exact as a double, so 12.0 must stay below it to count as 12.
constexpr double exact_integers = 9007199254740992.0;

class checker {
 public:
  checker(const std::vector<std::string>& extra, checked_document& out, problem_list& problems)
      : extra_(extra), out_(out), problems_(problems) {}

  node check_map(const key& shape, const node& given, const std::string& path) {
    refuse_unknown(shape, given, path);
    node result = node::map();
    result.written_at(given.where());
    for (const key& member : shape.members)
      check_member(member, given, path, result);
    if (!path.empty()) check_extra_reports(shape, given, path, result);
    return result;
  }

  void pass_extra_sections(const node& given, node& result) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (is_extra(given.key_at(i), "")) result.add(std::string(given.key_at(i)), given.at(i));
    }
  }

 private:
  // A section of a plugin, or the key of a reporter below `reports`, which the schema does not
  // know.
  bool is_extra(std::string_view name, const std::string& path) const {
    if (path.empty() && (schema().find(name) || name.find('.') != name.npos)) return false;
    return std::ranges::find(extra_, joined(path, name)) != extra_.end();
  }

  // The last parts of the extra keys below `path`.
  std::vector<std::string_view> extras_below(const std::string& path) const {
    std::vector<std::string_view> names;
    for (const std::string& one : extra_) {
      const bool nested = one.find('.') != std::string::npos;
      if (path.empty() ? !nested : one.starts_with(path + "."))
        names.push_back(std::string_view(one).substr(path.empty() ? 0 : path.size() + 1));
    }
    return names;
  }

  void check_extra_reports(const key& shape, const node& given, const std::string& path,
                           node& result) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::string_view name = given.key_at(i);
      if (shape.find(name) || !is_extra(name, path)) continue;
      const node& value = given.at(i);
      std::optional<node> good = value;
      if (!value.is_null()) good = check_value(any_report(), value, joined(path, name));
      if (!good) continue;
      good->written_at(value.where());
      result.add(std::string(name), std::move(*good));
    }
  }

  void complain(const place& at, const std::string& path, const std::string& text) {
    problems_.add(at, path + " " + text);
    mark_broken(path);
  }

  // A list or map with a bad part is not sound either.
  void mark_broken(const std::string& path) {
    for (std::size_t end = path.size(); end != std::string::npos && end > 0;) {
      out_.broken.insert(path.substr(0, end));
      end = path.find_last_of(".[", end - 1);
    }
  }

  void refuse_unknown(const key& shape, const node& given, const std::string& path) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::string_view name = given.key_at(i);
      if (shape.find(name) || is_extra(name, path)) continue;
      std::vector<std::string_view> known;
      for (const key& member : shape.members)
        known.push_back(member.name);
      const auto extras = extras_below(path);
      known.insert(known.end(), extras.begin(), extras.end());
      const std::string_view near = base::nearest(name, known);
      std::string text = "unknown key " + joined(path, name);
      if (!near.empty()) text += " (did you mean " + joined(path, near) + "?)";
      if (!path.empty() && !extras.empty()) {
        text += "; the plugins bring:";
        for (const std::string_view one : extras)
          text += " " + std::string(one);
      }
      problems_.add(given.at(i).where(), text);
    }
  }

  void check_member(const key& member, const node& given, const std::string& path, node& result) {
    const std::string here = joined(path, member.name);
    const node* value = given.find(member.name);
    if (const node* other = given.find(member.alias)) {
      if (value) {
        const std::string other_name = joined(path, member.alias);
        return complain(other->where(), here,
                        "is given twice: " + other_name + " is the same key, written at " +
                            value->where().text());
      }
      value = other;
    }
    if (!value) return fill_in(member, given, here, result);
    if (value->is_null() && member.nullable) {
      result.add(std::string(member.name), *value);
      return;
    }
    if (auto good = check_value(member, *value, here)) {
      good->written_at(value->where());
      result.add(std::string(member.name), std::move(*good));
    }
  }

  void fill_in(const key& member, const node& given, const std::string& here, node& result) {
    if (member.required) {
      const bool section = member.type == key_type::map && here == member.name;
      problems_.add(given.where(), (section ? "section " + here + " is missing"
                                            : here + " is missing, expected " + member.expected()));
      mark_broken(here);
      return;
    }
    node value = member.fallback;
    if (member.type == key_type::map && value.is(node_kind::map))
      value = check_map(member, value, here);
    mark_default(value);
    result.add(std::string(member.name), std::move(value));
  }

  void mark_default(node& value) {
    value.written_at({"default", 0, 0});
    for (std::size_t i = 0; i < value.size(); ++i)
      mark_default(value.at(i));
  }

  std::optional<node> check_value(const key& k, const node& value, const std::string& path) {
    switch (k.type) {
      case key_type::map: {
        if (value.is(node_kind::map)) return check_map(k, value, path);
        if (!k.text_is.empty() && value.is(node_kind::string)) {
          node whole = node::map();
          whole.add(std::string(k.text_is), value);
          whole.written_at(value.where());
          return check_map(k, whole, path);
        }
        break;
      }
      case key_type::table: {
        if (value.is(node_kind::map)) return check_table(k, value, path);
        break;
      }
      case key_type::list:
        return check_list(k, value, path);
      case key_type::integer:
      case key_type::number:
        return check_number(k, value, path);
      case key_type::boolean:
        if (const auto truth = as_boolean(value)) return node::boolean(*truth);
        break;
      case key_type::text:
      case key_type::path:
        return check_text(k, value, path);
      case key_type::choice:
        return check_choice(k, value, path);
      case key_type::report:
        return check_report(k, value, path);
    }
    return refuse(k, value, path);
  }

  std::optional<node> refuse(const key& k, const node& value, const std::string& path,
                             const std::string& hint = "") {
    complain(value.where(), path,
             "must be " + k.expected() + ", found " +
                 (k.secret && value.is(node_kind::string) ? "another string" : found_text(value)) +
                 hint);
    return std::nullopt;
  }

  static std::optional<bool> as_boolean(const node& value) {
    if (value.is(node_kind::boolean)) return value.as_boolean();
    if (value.is(node_kind::string)) return read_boolean(value.as_string());
    if (value.is(node_kind::integer)) return read_boolean(std::to_string(value.as_integer()));
    return std::nullopt;
  }

  std::optional<node> check_number(const key& k, const node& value, const std::string& path) {
    node found = value;
    if (value.is(node_kind::string)) {
      const auto spelled = read_number(value.as_string());
      if (!spelled) return refuse(k, value, path);
      found = *spelled;
    }
    if (!found.is(node_kind::integer) && !found.is(node_kind::number))
      return refuse(k, value, path);
    const double amount = found.as_number();
    if (!std::isfinite(amount)) return refuse(k, value, path);
    if (k.type == key_type::integer && found.is(node_kind::number)) {
      if (amount != std::floor(amount) || std::fabs(amount) >= exact_integers)
        return refuse(k, value, path);
      found = node::integer(static_cast<std::int64_t>(amount));
    }
    const bool below = (k.above && amount <= *k.above) || (k.at_least && amount < *k.at_least);
    if (below || (k.at_most && amount > *k.at_most)) return refuse(k, value, path);
    if (k.ceiling && amount > *k.ceiling) {
      const node limit = node::integer(static_cast<std::int64_t>(*k.ceiling));
      complain(value.where(), path,
               "must be at most " + base::to_json(limit) + ", found " + found_text(value));
      return std::nullopt;
    }
    if (k.type == key_type::number) return node::number(amount);
    return found;
  }

  std::optional<node> check_text(const key& k, const node& value, const std::string& path) {
    if (!value.is(node_kind::string)) {
      const bool scalar = value.is(node_kind::integer) || value.is(node_kind::number) ||
                          value.is(node_kind::boolean);
      return refuse(k, value, path, scalar ? "; put it in quotes" : "");
    }
    const std::string_view text = value.as_string();
    if (text.size() < k.min_size || text.find('\0') != std::string_view::npos)
      return refuse(k, value, path);
    if (k.is_host && !check_host(value, path)) return std::nullopt;
    return value;
  }

  // The reporter checks its options; where the file comes to lie is checked here.
  std::optional<node> check_report(const key& k, const node& value, const std::string& path) {
    if (!value.is(node_kind::map)) return check_text(k, value, path);
    const node* target = value.find("path");
    if (!target) {
      complain(value.where(), path + ".path", "is missing, expected a path that is not empty");
      return std::nullopt;
    }
    key of_path = k;
    of_path.type = key_type::path;
    if (!check_text(of_path, *target, path + ".path")) return std::nullopt;
    return value;
  }

  std::optional<node> check_choice(const key& k, const node& value, const std::string& path) {
    if (!value.is(node_kind::string)) return refuse(k, value, path);
    if (std::ranges::find(k.choices, value.as_string()) != k.choices.end()) return value;
    const std::string_view near = base::nearest(value.as_string(), k.choices);
    return refuse(k, value, path, near.empty() ? "" : " (did you mean " + std::string(near) + "?)");
  }

  node check_table(const key& k, const node& value, const std::string& path) {
    node result = node::map();
    for (std::size_t i = 0; i < value.size(); ++i) {
      auto good = check_value(k.members.front(), value.at(i), joined(path, value.key_at(i)));
      if (!good) continue;
      good->written_at(value.at(i).where());
      result.add(std::string(value.key_at(i)), std::move(*good));
    }
    return result;
  }

  std::optional<node> check_list(const key& k, const node& value, const std::string& path) {
    if (k.one_is_list && value.is(node_kind::string)) {
      node several = node::list();
      several.push(value);
      several.written_at(value.where());
      return check_list(k, several, path);
    }
    if (!value.is(node_kind::list)) return refuse(k, value, path);
    node result = node::list();
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string here = path + "[" + std::to_string(i) + "]";
      auto good = check_value(k.members.front(), value.at(i), here);
      if (!good) continue;
      good->written_at(value.at(i).where());
      result.push(std::move(*good));
    }
    if (k.empty_is_default && value.size() == 0) result = k.fallback;
    return result;
  }

  bool check_host(const node& entry, const std::string& path) {
    try {
      const base::host_rules rule({std::string(entry.as_string())});
      return true;
    } catch (const setup_error& error) {
      complain(entry.where(), path, std::string("is not usable: ") + error.what());
      return false;
    }
  }

  const std::vector<std::string>& extra_;
  checked_document& out_;
  problem_list& problems_;
};

}  // namespace

checked_document check(const node& document, const std::vector<std::string>& extra_sections,
                       problem_list& problems) {
  checked_document out;
  checker work(extra_sections, out, problems);
  out.effective = work.check_map(schema(), document, "");
  work.pass_extra_sections(document, out.effective);
  return out;
}

std::string found_text(const node& value) {
  constexpr std::size_t longest = 60;
  switch (value.kind()) {
    case node_kind::null:
      return "nothing";
    case node_kind::boolean:
      return value.as_boolean() ? "true" : "false";
    case node_kind::integer:
      return "the integer " + std::to_string(value.as_integer());
    case node_kind::number: {
      const double amount = value.as_number();
      if (std::isnan(amount)) return "not a number";
      if (std::isinf(amount)) return "an infinite number";
      return "the number " + base::number_text(amount);
    }
    case node_kind::list:
      return "a list";
    case node_kind::map:
      return "a mapping";
    case node_kind::string:
      break;
  }
  std::string text = base::without_password(value.as_string());
  if (text.size() > longest) {
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
      --end;
    text.resize(end);
    text += "...";
  }
  std::string quoted = "the string ";
  base::append_json_string(quoted, text);
  return quoted;
}

}  // namespace veriload::config
