#include "plugins/http/settings.hpp"

#include "plugins/http/settings_reader.hpp"

#include <array>
#include <concepts>
#include <string_view>

namespace veriload::http_plugin {
namespace {

constexpr std::array<std::string_view, 20> keys{"connect_timeout_seconds",
                                                "read_timeout_seconds",
                                                "timeout_seconds",
                                                "keep_alive",
                                                "headers",
                                                "user_agent",
                                                "max_connections_per_user",
                                                "max_body_bytes",
                                                "redirects",
                                                "failure_statuses",
                                                "cookies",
                                                "expect_continue_above_bytes",
                                                "expect_continue_seconds",
                                                "decompress",
                                                "tls",
                                                "cache",
                                                "auth",
                                                "pool",
                                                "max_connections_per_host",
                                                "idle_timeout_seconds"};
constexpr std::array<std::string_view, 3> redirect_keys{"follow", "max", "downgrade"};

constexpr std::array<std::string_view, 2> cache_keys{"enabled", "max_bytes_per_user"};

constexpr std::uint64_t usual_cache_bytes = std::uint64_t{16} << 20;
constexpr std::int64_t most_connections = 1000;
constexpr std::int64_t most_per_host = 1'000'000;
constexpr std::int64_t most_redirects = 100;
constexpr std::int64_t most_body_bytes = std::int64_t{1} << 40;

template <std::unsigned_integral Number>
vl_status whole(const settings_reader& read, const vl_node* node, std::string_view key,
                std::int64_t least, std::int64_t most, Number& out) {
  std::int64_t value = 0;
  const vl_status status = read.whole(node, key, least, most, value);
  if (status == VL_OK) out = static_cast<Number>(value);
  return status;
}

// Gives every entry of a map to `take(key, node)` until one is refused.
template <class Take>
vl_status each_entry(const settings_reader& read, const vl_node* section, std::string_view name,
                     const Take& take) {
  const vl_config_v1& config = read.config();
  if (config.kind(section) == VL_NODE_NULL) return VL_OK;
  if (config.kind(section) != VL_NODE_MAP) {
    return read.refuse(section, name, " is ", kind_word(config.kind(section)), ", expected a map");
  }
  for (std::uint32_t i = 0; i < config.size(section); ++i) {
    vl_str key{};
    const vl_node* const node = config.at(section, i, &key);
    if (const vl_status status = take(to_view(key), node); status != VL_OK) return status;
  }
  return VL_OK;
}

vl_status read_redirects(const settings_reader& read, const vl_node* section, settings& out) {
  bool follow = out.max_redirects != 0;
  std::uint32_t most = follow ? out.max_redirects : settings().max_redirects;
  const auto take = [&](std::string_view key, const vl_node* node) {
    if (key == "follow") return read.boolean(node, "redirects.follow", follow);
    if (key == "max") return whole(read, node, "redirects.max", 1, most_redirects, most);
    if (key == "downgrade") {
      return read.boolean(node, "redirects.downgrade", out.redirect_downgrade);
    }
    return read.unknown(node, "redirects.", key, redirect_keys);
  };
  const vl_status status = each_entry(read, section, "http.redirects", take);
  out.max_redirects = follow ? most : 0;
  return status;
}

vl_status read_cache(const settings_reader& read, const vl_node* section, settings& out) {
  bool enabled = out.cache_bytes != 0;
  if (read.config().kind(section) == VL_NODE_BOOL) {
    const vl_status status = read.boolean(section, "cache", enabled);
    out.cache_bytes = enabled ? usual_cache_bytes : 0;
    return status;
  }
  std::uint64_t most = enabled ? out.cache_bytes : usual_cache_bytes;
  const auto take = [&](std::string_view key, const vl_node* node) {
    if (key == "enabled") return read.boolean(node, "cache.enabled", enabled);
    if (key == "max_bytes_per_user") {
      return whole(read, node, "cache.max_bytes_per_user", 1, most_body_bytes, most);
    }
    return read.unknown(node, "cache.", key, cache_keys);
  };
  const vl_status status = each_entry(read, section, "http.cache", take);
  out.cache_bytes = enabled ? most : 0;
  return status;
}

vl_status read_key(const settings_reader& read, std::string_view key, const vl_node* node,
                   settings& out) {
  if (key == "connect_timeout_seconds") return read.seconds(node, key, out.connect_timeout);
  if (key == "read_timeout_seconds") return read.seconds(node, key, out.read_timeout);
  if (key == "timeout_seconds") return read.seconds(node, key, out.timeout);
  if (key == "expect_continue_seconds") return read.seconds(node, key, out.expect_timeout);
  if (key == "keep_alive") return read.boolean(node, key, out.request.keep_alive);
  if (key == "cookies") return read.boolean(node, key, out.cookies);
  if (key == "decompress") return read.boolean(node, key, out.decompress);
  if (key == "max_connections_per_user") {
    return whole(read, node, key, 1, most_connections, out.max_connections);
  }
  if (key == "max_connections_per_host") {
    return whole(read, node, key, 1, most_per_host, out.max_per_host);
  }
  if (key == "idle_timeout_seconds") return read.seconds(node, key, out.idle_timeout);
  if (key == "pool") return read.choice(node, key, "user", "worker", out.shares_connections);
  if (key == "max_body_bytes") {
    return whole(read, node, key, 1, most_body_bytes, out.max_body_bytes);
  }
  if (key == "expect_continue_above_bytes") {
    return whole(read, node, key, 0, most_body_bytes, out.expect_above_bytes);
  }
  if (key == "headers") return read.headers(node, key, out.request.headers);
  if (key == "user_agent") return read.header_text(node, key, key, out.request.user_agent);
  if (key == "failure_statuses") return read.statuses(node, key, out.failing);
  if (key == "cache") return read_cache(read, node, out);
  if (key == "redirects") return read_redirects(read, node, out);
  if (key == "tls") return read_tls(read, node, out.tls);
  if (key == "auth") return read_auth(read, node, out);
  return read.unknown(node, "", key, keys);
}

}  // namespace

vl_status read_section(const vl_config_v1& config, const vl_node* section, settings& out,
                       vl_error* error) {
  const settings_reader read(config, error);
  const auto take = [&](std::string_view key, const vl_node* node) {
    return read_key(read, key, node, out);
  };
  const vl_status status = each_entry(read, section, "http", take);
  return status == VL_OK ? check_auth(read, section, out) : status;
}

vl_status read_base_url(const vl_config_v1& config, const vl_node* root, settings& out,
                        vl_error* error) {
  const settings_reader read(config, error);
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
