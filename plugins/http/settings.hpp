// The `http:` section of the configuration, checked. Flow: config -> [settings] -> session.
#pragma once

#include "plugins/http/request_writer.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <optional>
#include <string>

namespace veriload::http_plugin {

/// run.base_url, taken apart.
struct base_url {
  std::string text;  ///< as written
  std::string path;  ///< empty, or starts with '/'
};

struct settings {
  vl_ns connect_timeout = 5'000'000'000;  ///< DNS and connect together
  vl_ns read_timeout = 30'000'000'000;  ///< longest silence of the peer while an answer is awaited
  vl_ns timeout = 60'000'000'000;       ///< the whole call; call->timeout goes before it
  std::uint32_t max_connections = 6;    ///< of one user, over all hosts
  std::uint64_t max_body_bytes = 64ull << 20;
  request_defaults request;
  std::optional<base_url> base;  ///< none: only absolute URLs can be called
};

/// Reads `section` (may be NULL: changes nothing) over what `out` already holds. Unknown keys,
/// wrong types and values out of range are refused as VL_E_CONFIG with place, found and expected.
/// Values of headers are never put into messages. [main, loop]
vl_status read_section(const vl_config_v1& config, const vl_node* section, settings& out,
                       vl_error* error);

/// Reads run.base_url of the whole configuration; absent or null is no base URL. https is refused
/// (VL_E_CONFIG), as is a query, a fragment or user information. [main]
vl_status read_base_url(const vl_config_v1& config, const vl_node* root, settings& out,
                        vl_error* error);

}  // namespace veriload::http_plugin
