// The `http:` section of the configuration, checked. Flow: config -> [settings] -> session.
#pragma once

#include "plugins/http/auth_settings.hpp"
#include "plugins/http/request_writer.hpp"
#include "plugins/http/status_set.hpp"
#include "plugins/http/tls_settings.hpp"

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
  vl_ns connect_timeout = 5'000'000'000;  ///< DNS, connect and TLS together
  vl_ns read_timeout = 30'000'000'000;   ///< longest silence of the peer while an answer is awaited
  vl_ns timeout = 60'000'000'000;        ///< the whole call; call->timeout goes before it
  vl_ns expect_timeout = 1'000'000'000;  ///< how long the 100 of an Expect is waited for
  std::uint32_t max_connections = 6;     ///< of one user, over all hosts
  std::uint32_t max_per_host = UINT32_MAX;  ///< of one user, or of a worker that shares them
  bool shares_connections = false;          ///< among the users of a worker
  vl_ns idle_timeout = 0;                   ///< an idle connection older is not used; 0 = any age
  std::uint32_t max_redirects = 10;         ///< followed in one call; 0 = none
  std::uint64_t max_body_bytes = 64ull << 20;
  std::uint64_t expect_above_bytes = UINT64_MAX;  ///< bodies over this ask first
  bool redirect_downgrade = false;                ///< from https to http too
  bool cookies = true;                            ///< each user keeps a jar
  bool decompress = true;                         ///< ask for and undo Content-Encoding
  std::uint64_t cache_bytes = 0;                  ///< of one user; 0 = no cache
  std::string folder;                             ///< of the configuration: files start there
  status_set failing = status_set::from_400();
  tls_settings tls;
  std::optional<auth_settings> auth;  ///< none: nothing is added
  request_defaults request;
  std::optional<base_url> base;  ///< none: only absolute URLs can be called
};

/// Reads `section` (may be NULL: changes nothing) over what `out` already holds. Unknown keys,
/// wrong types and values out of range are refused as VL_E_CONFIG with place, found and expected.
/// Values of headers are never put into messages. [main, loop]
vl_status read_section(const vl_config_v1& config, const vl_node* section, settings& out,
                       vl_error* error);

/// Reads run.base_url of the whole configuration; absent or null is no base URL. A query, a
/// fragment and user information are refused (VL_E_CONFIG). [main]
vl_status read_base_url(const vl_config_v1& config, const vl_node* root, settings& out,
                        vl_error* error);

/// All keys of the section as a Markdown table, for vl_protocol_v1::reference.
extern const char* const settings_reference;

}  // namespace veriload::http_plugin
