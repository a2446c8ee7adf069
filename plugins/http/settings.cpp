#include "plugins/http/settings.hpp"

#include "plugins/http/character_class.hpp"
#include "plugins/http/nearest_key.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace veriload::http_plugin {
namespace {

constexpr std::array<std::string_view, 8> keys{
    "connect_timeout_seconds",  "read_timeout_seconds", "timeout_seconds", "keep_alive",
    "max_connections_per_user", "max_body_bytes",       "headers",         "user_agent"};

constexpr vl_ns day = vl_ns{86'400} * 1'000'000'000;
constexpr std::int64_t most_connections = 1000;
constexpr std::int64_t most_body_bytes = std::int64_t{1} << 40;

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

class reader {
 public:
  reader(const vl_config_v1& config, vl_error* error) : config_(config), error_(error) {}

  template <class... Parts>
  vl_status refuse(const vl_node* node, const Parts&... parts) const {
    vl_error place = new_error();
    config_.where(node, &place);
    const std::string_view where = message_of(place);
    return error_text(error_, VL_E_CONFIG, where, where.empty() ? "" : ": ", parts...);
  }

  vl_status wrong_kind(const vl_node* node, std::string_view key, std::string_view expected) const {
    return refuse(node, "http.", key, " is ", kind_word(config_.kind(node)), ", expected ",
                  expected);
  }

  vl_status seconds(const vl_node* node, std::string_view key, vl_ns& out) const {
    vl_ns value = 0;
    if (config_.ns(node, &value) != VL_OK) return wrong_kind(node, key, "a number of seconds");
    if (value <= 0 || value > day) {
      return refuse(node, "http.", key, " must be above 0 and at most 86400 seconds, is ",
                    number_text(node));
    }
    out = value;
    return VL_OK;
  }

  vl_status whole(const vl_node* node, std::string_view key, std::int64_t most,
                  std::int64_t& out) const {
    std::int64_t value = 0;
    if (config_.i64(node, &value) != VL_OK) return wrong_kind(node, key, "an integer");
    if (value < 1 || value > most) {
      return refuse(node, "http.", key, " must be from 1 to ", std::to_string(most), ", is ",
                    std::to_string(value));
    }
    out = value;
    return VL_OK;
  }

  vl_status boolean(const vl_node* node, std::string_view key, bool& out) const {
    std::int32_t value = 0;
    if (config_.boolean(node, &value) != VL_OK) return wrong_kind(node, key, "true or false");
    out = value != 0;
    return VL_OK;
  }

  vl_status user_agent(const vl_node* node, std::string& out) const {
    vl_str value{};
    if (config_.str(node, &value) != VL_OK) return wrong_kind(node, "user_agent", "text");
    failure why;
    if (!check_header("user-agent", to_view(value), why)) {
      return refuse(node, "http.user_agent: ", std::string_view(why.text));
    }
    out = to_view(value);
    return VL_OK;
  }

  vl_status headers(const vl_node* node, header_list& out) const {
    if (config_.kind(node) == VL_NODE_NULL) return VL_OK;
    if (config_.kind(node) != VL_NODE_MAP)
      return wrong_kind(node, "headers", "a map of names to text");
    for (std::uint32_t i = 0; i < config_.size(node); ++i) {
      vl_str key{};
      const vl_node* const entry = config_.at(node, i, &key);
      const std::string_view name = to_view(key);
      vl_str value{};
      if (config_.str(entry, &value) != VL_OK) {
        return refuse(entry, "http.headers.", name, " is ", kind_word(config_.kind(entry)),
                      ", expected text");
      }
      failure why;
      if (!check_header(name, to_view(value), why)) {
        return refuse(entry, "http.headers: ", std::string_view(why.text));
      }
      if (same_name(name, "content-length")) {
        return refuse(entry,
                      "http.headers.content-length cannot be set: it is made from each body");
      }
      std::erase_if(out, [&](const auto& header) { return same_name(header.first, name); });
      out.emplace_back(name, to_view(value));
    }
    return VL_OK;
  }

 private:
  std::string number_text(const vl_node* node) const {
    double value = 0;
    config_.f64(node, &value);
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return std::string(digits, end);
  }

  const vl_config_v1& config_;
  vl_error* error_;
};

}  // namespace

vl_status read_section(const vl_config_v1& config, const vl_node* section, settings& out,
                       vl_error* error) {
  if (config.kind(section) == VL_NODE_NULL) return VL_OK;
  const reader read(config, error);
  if (config.kind(section) != VL_NODE_MAP) {
    return read.refuse(section, "http is ", kind_word(config.kind(section)), ", expected a map");
  }
  for (std::uint32_t i = 0; i < config.size(section); ++i) {
    vl_str name{};
    const vl_node* const node = config.at(section, i, &name);
    const std::string_view key = to_view(name);
    vl_status status = VL_OK;
    if (key == "connect_timeout_seconds") {
      status = read.seconds(node, key, out.connect_timeout);
    } else if (key == "read_timeout_seconds") {
      status = read.seconds(node, key, out.read_timeout);
    } else if (key == "timeout_seconds") {
      status = read.seconds(node, key, out.timeout);
    } else if (key == "keep_alive") {
      status = read.boolean(node, key, out.request.keep_alive);
    } else if (key == "max_connections_per_user") {
      std::int64_t value = out.max_connections;
      status = read.whole(node, key, most_connections, value);
      out.max_connections = static_cast<std::uint32_t>(value);
    } else if (key == "max_body_bytes") {
      auto value = static_cast<std::int64_t>(out.max_body_bytes);
      status = read.whole(node, key, most_body_bytes, value);
      out.max_body_bytes = static_cast<std::uint64_t>(value);
    } else if (key == "headers") {
      status = read.headers(node, out.request.headers);
    } else if (key == "user_agent") {
      status = read.user_agent(node, out.request.user_agent);
    } else {
      const std::string_view close = nearest_key(key, keys);
      return read.refuse(node, "unknown key http.", key, close.empty() ? "" : ", did you mean ",
                         close);
    }
    if (status != VL_OK) return status;
  }
  return VL_OK;
}

vl_status read_base_url(const vl_config_v1& config, const vl_node* root, settings& out,
                        vl_error* error) {
  const reader read(config, error);
  const vl_node* const run = config.find(root, to_str("run"));
  const vl_node* const node = config.find(run, to_str("base_url"));
  if (config.kind(node) == VL_NODE_NULL) return VL_OK;
  vl_str value{};
  if (config.str(node, &value) != VL_OK) {
    return read.refuse(node, "run.base_url is ", kind_word(config.kind(node)), ", expected text");
  }
  const std::string_view text = to_view(value);
  url_parts parts;
  failure why;
  std::string encoded;
  if (!split_url(text, parts, why) || !append_target(encoded, parts.rest, why)) {
    return read.refuse(node, "run.base_url: ", std::string_view(why.text));
  }
  if (text.find_first_of("?#") != std::string_view::npos) {
    return read.refuse(
        node, "run.base_url has a query or a fragment, expected http://host[:port][/path]");
  }
  out.base = base_url{std::string(text), std::string(parts.rest)};
  return VL_OK;
}

}  // namespace veriload::http_plugin
