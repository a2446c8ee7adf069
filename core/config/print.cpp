#include "core/config/print.hpp"

#include "core/base/node_json.hpp"
#include "core/base/url.hpp"
#include "core/config/plain_scalar.hpp"
#include "core/config/schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace veriload::config {
namespace {

using base::node;
using base::node_kind;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool speaks_of_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 9> words{"password", "passwd",     "passphrase",
                                                         "token",    "secret",     "api_key",
                                                         "api-key",  "credential", "authorization"};
  const std::string low = lower(name);
  if (low == "token_url")
    return false;  // where tokens are got; a password in it is masked as in any
  return std::ranges::any_of(
      words, [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

node masked_value(const node& value, const key* shape, bool in_plugin_section) {
  node out;
  if (value.is(node_kind::string)) {
    const bool secret = shape && shape->secret;
    out = node::string(secret ? masked_dsn(value.as_string())
                              : base::without_password(value.as_string()));
  } else if (value.is(node_kind::list)) {
    out = node::list();
    const key* item = shape && !shape->members.empty() ? &shape->members.front() : nullptr;
    for (std::size_t i = 0; i < value.size(); ++i) {
      out.push(masked_value(value.at(i), item, in_plugin_section));
    }
  } else if (value.is(node_kind::map)) {
    out = node::map();
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string_view name = value.key_at(i);
      const key* member = shape ? shape->find(name) : nullptr;
      const bool is_report = shape && shape == schema().find("reports");
      const bool plugin = in_plugin_section || is_report || (shape == &schema() && !member);
      const node& found = value.at(i);
      const bool hide =
          plugin && !is_report && shape != &schema() && speaks_of_secret(name) && !found.is_null();
      node shown = hide ? node::string("***") : masked_value(found, member, plugin);
      shown.written_at(found.where());
      out.add(std::string(name), std::move(shown));
    }
  } else {
    out = value;
  }
  out.written_at(value.where());
  return out;
}

// Also what a YAML 1.1 reader would take for something else needs quotes.
bool readable_unquoted(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '/' || c == '-' || c == '@' || c == '+';
  };
  const bool starts_well = !text.empty() && text[0] != '-' && text[0] != '@';
  return starts_well && std::ranges::all_of(text, plain) && !read_boolean(text) &&
         resolve_plain(text).is(node_kind::string);
}

std::string scalar_text(const node& value) {
  if (value.is(node_kind::string) && readable_unquoted(value.as_string()))
    return std::string(value.as_string());
  if (value.is(node_kind::number) && !std::isfinite(value.as_number())) {
    if (std::isnan(value.as_number())) return ".nan";
    return value.as_number() < 0 ? "-.inf" : ".inf";
  }
  return base::to_json(value);
}

class yaml_writer {
 public:
  yaml_writer(std::string& out, bool origins) : out_(out), origins_(origins) {}

  void write_members(const node& map, std::size_t depth) {
    for (std::size_t i = 0; i < map.size(); ++i) {
      if (i > 0 || !in_item_) out_.append(depth * 2, ' ');
      in_item_ = false;
      out_ += scalar_text(node::string(std::string(map.key_at(i))));
      out_ += ':';
      write_value(map.at(i), depth);
    }
  }

 private:
  void write_value(const node& value, std::size_t depth) {
    if (value.size() == 0) {
      const bool list = value.is(node_kind::list);
      out_ += list ? " []" : value.is(node_kind::map) ? " {}" : " " + scalar_text(value);
      return end_line(value);
    }
    if (value.is(node_kind::map)) {
      out_ += '\n';
      return write_members(value, depth + 1);
    }
    end_line(value);
    write_items(value, depth + 1);
  }

  void write_items(const node& list, std::size_t depth) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const node& item = list.at(i);
      out_.append(depth * 2, ' ');
      out_ += '-';
      if (item.is(node_kind::map) && item.size() > 0) {
        out_ += ' ';
        in_item_ = true;
        write_members(item, depth + 1);
      } else if (item.is(node_kind::list)) {
        out_ += ' ' + base::to_json(item) + '\n';
      } else {
        out_ += item.is(node_kind::map) ? " {}" : " " + scalar_text(item);
        out_ += '\n';
      }
    }
  }

  void end_line(const node& value) {
    if (origins_) {
      // An origin may quote what somebody typed; a line break in it would end the comment.
      std::string origin = base::without_password(value.where().text());
      std::ranges::replace_if(
          origin, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
      if (!origin.empty()) out_ += "  # " + origin;
    }
    out_ += '\n';
  }

  std::string& out_;
  bool origins_;
  bool in_item_ = false;  // the next member stands behind a dash
};

}  // namespace

node masked(const node& effective) { return masked_value(effective, &schema(), false); }

std::string print_yaml(const node& effective, bool origins) {
  std::string out;
  yaml_writer(out, origins).write_members(masked(effective), 0);
  return out;
}

std::string print_json(const node& effective) { return base::to_json(masked(effective), 2) + "\n"; }

std::string hash_of(const node& effective) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : base::to_json(effective)) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4)
    out += hex[(hash >> shift) & 15];
  return out;
}

std::string masked_dsn(std::string_view dsn) {
  std::string out(dsn);
  if (const std::size_t scheme = out.find("://"); scheme != std::string::npos) {
    // A raw / ? # or @ in the password is common in connection texts: the last @ counts.
    const std::size_t at = out.rfind('@');
    const std::size_t colon = out.find(':', scheme + 3);
    if (at != std::string::npos && colon < at) out.replace(colon + 1, at - colon - 1, "***");
  }
  for (const std::string_view name : {"password", "passwd", "pwd"}) {
    std::size_t from = 0;
    while ((from = lower(out).find(name, from)) != std::string::npos) {
      from += name.size();
      std::size_t begin = out.find_first_not_of(' ', from);
      if (begin == std::string::npos || out[begin] != '=') continue;
      begin = out.find_first_not_of(' ', begin + 1);
      if (begin == std::string::npos) break;
      std::size_t end = out.find_first_of(" ;&", begin);
      if (out[begin] == '\'' || out[begin] == '"') {
        const std::size_t close = out.find(out[begin], begin + 1);
        end = close == std::string::npos ? close : close + 1;
      }
      out.replace(begin, std::min(end, out.size()) - begin, "***");
      from = begin;
    }
  }
  return out;
}

}  // namespace veriload::config
