#include "plugins/http/settings_reader.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/nearest_key.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace veriload::http_plugin {
namespace {

constexpr vl_ns day = vl_ns{86'400} * 1'000'000'000;

}  // namespace

std::string_view kind_word(std::int32_t kind) {
  switch (kind) {
    case VL_NODE_NULL:
      return "null";
    case VL_NODE_BOOL:
      return "a boolean";
    case VL_NODE_INT:
      return "an integer";
    case VL_NODE_FLOAT:
      return "a number";
    case VL_NODE_STR:
      return "text";
    case VL_NODE_LIST:
      return "a list";
    case VL_NODE_MAP:
      return "a map";
    default:
      return "of an unknown kind";
  }
}

vl_status settings_reader::wrong_kind(const vl_node* node, std::string_view key,
                                      std::string_view expected) const {
  return refuse(node, "http.", key, " is ", kind_word(config_.kind(node)), ", expected ", expected);
}

vl_status settings_reader::unknown(const vl_node* node, std::string_view section,
                                   std::string_view key,
                                   std::span<const std::string_view> known) const {
  const std::string_view close = nearest_key(key, known);
  return refuse(node, "unknown key http.", section, key, close.empty() ? "" : ", did you mean ",
                close);
}

vl_status settings_reader::seconds(const vl_node* node, std::string_view key, vl_ns& out) const {
  vl_ns value = 0;
  if (config_.ns(node, &value) != VL_OK) return wrong_kind(node, key, "a number of seconds");
  if (value <= 0 || value > day) {
    return refuse(node, "http.", key, " must be above 0 and at most 86400 seconds, is ",
                  number_text(node));
  }
  out = value;
  return VL_OK;
}

vl_status settings_reader::whole(const vl_node* node, std::string_view key, std::int64_t least,
                                 std::int64_t most, std::int64_t& out) const {
  std::int64_t value = 0;
  if (config_.i64(node, &value) != VL_OK) return wrong_kind(node, key, "an integer");
  if (value < least || value > most) {
    return refuse(node, "http.", key, " must be from ", std::to_string(least), " to ",
                  std::to_string(most), ", is ", std::to_string(value));
  }
  out = value;
  return VL_OK;
}

vl_status settings_reader::boolean(const vl_node* node, std::string_view key, bool& out) const {
  std::int32_t value = 0;
  if (config_.boolean(node, &value) != VL_OK) return wrong_kind(node, key, "true or false");
  out = value != 0;
  return VL_OK;
}

vl_status settings_reader::choice(const vl_node* node, std::string_view key, std::string_view first,
                                  std::string_view second, bool& is_second) const {
  vl_str value{};
  if (config_.str(node, &value) != VL_OK) return wrong_kind(node, key, "text");
  is_second = !second.empty() && to_view(value) == second;
  if (is_second || to_view(value) == first) return VL_OK;
  return refuse(node, "http.", key, " must be ", first, second.empty() ? "" : " or ", second,
                ", is \"", to_view(value), "\"");
}

vl_status settings_reader::header_text(const vl_node* node, std::string_view key,
                                       std::string_view name, std::string& out) const {
  vl_str value{};
  if (config_.str(node, &value) != VL_OK) return wrong_kind(node, key, "text");
  failure why;
  if (!check_header(name, to_view(value), why)) {
    return refuse(node, "http.", key, ": ", std::string_view(why.text));
  }
  out = to_view(value);
  return VL_OK;
}

vl_status settings_reader::text(const vl_node* node, std::string_view key, std::string& out) const {
  vl_str value{};
  if (config_.str(node, &value) != VL_OK || value.len == 0) {
    return wrong_kind(node, key, "text that is not empty");
  }
  out = to_view(value);
  return VL_OK;
}

vl_status settings_reader::from_environment(const vl_node* node, std::string_view key,
                                            std::string& out) const {
  std::string name;
  if (const vl_status status = text(node, key, name); status != VL_OK) return status;
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') {
    const bool usual = std::ranges::all_of(
        name, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '_'; });
    return refuse(node, "http.", key, ": the environment variable ",
                  usual ? name : std::string("that it names"),
                  value == nullptr ? " is not set" : " is empty");
  }
  out = value;
  return VL_OK;
}

vl_status settings_reader::headers(const vl_node* node, std::string_view key,
                                   header_list& out) const {
  if (config_.kind(node) == VL_NODE_NULL) return VL_OK;
  if (config_.kind(node) != VL_NODE_MAP) return wrong_kind(node, key, "a map of names to text");
  for (std::uint32_t i = 0; i < config_.size(node); ++i) {
    vl_str entry_key{};
    const vl_node* const entry = config_.at(node, i, &entry_key);
    const std::string_view name = to_view(entry_key);
    vl_str value{};
    if (config_.str(entry, &value) != VL_OK) {
      return refuse(entry, "http.", key, ".", name, " is ", kind_word(config_.kind(entry)),
                    ", expected text");
    }
    failure why;
    if (!check_header(name, to_view(value), why)) {
      return refuse(entry, "http.", key, ": ", std::string_view(why.text));
    }
    if (same_name(name, "content-length")) {
      return refuse(entry, "http.", key,
                    ".content-length cannot be set: it is made from each body");
    }
    std::erase_if(out, [&](const auto& header) { return same_name(header.first, name); });
    out.emplace_back(name, to_view(value));
  }
  return VL_OK;
}

vl_status settings_reader::statuses(const vl_node* node, std::string_view key,
                                    status_set& out) const {
  constexpr std::string_view expected = "a list of codes and ranges such as 404 and \"500-599\"";
  if (config_.kind(node) != VL_NODE_LIST) return wrong_kind(node, key, expected);
  status_set read;
  for (std::uint32_t i = 0; i < config_.size(node); ++i) {
    const vl_node* const entry = config_.at(node, i, nullptr);
    std::int64_t code = 0;
    vl_str words{};
    std::string found;
    if (config_.i64(entry, &code) == VL_OK) {
      found = std::to_string(code);
    } else if (config_.str(entry, &words) == VL_OK) {
      found = to_view(words);
    } else {
      return refuse(entry, "http.", key, " holds ", kind_word(config_.kind(entry)),
                    ", expected a code such as 404 or a range such as \"500-599\"");
    }
    if (!read.add(found)) {
      return refuse(entry, "http.", key, " holds \"", found,
                    "\", expected a code from 100 to 999 or a range such as \"500-599\"");
    }
  }
  out = read;
  return VL_OK;
}

std::string settings_reader::number_text(const vl_node* node) const {
  double value = 0;
  config_.f64(node, &value);
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return std::string(digits, end);
}

}  // namespace veriload::http_plugin
