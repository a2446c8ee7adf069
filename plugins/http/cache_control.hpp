// What caching headers say about one message. Flow: headers -> [cache_control] -> response_cache.
#pragma once

#include "plugins/http/http_date.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace veriload::http_plugin {

/// The directives of Cache-Control that a private cache heeds, and "Pragma: no-cache" where there
/// is none. A no-cache that names fields counts as one that does not: stricter than it asks for.
struct cache_directives {
  bool no_store = false;
  bool no_cache = false;
  std::optional<wall_seconds> max_age;  ///< the first; one that is no number is 0
};

cache_directives read_directives(std::span<const vl_kv> headers);

/// The value of the first header of that lower-case name; empty when there is none.
std::string_view header_value(std::span<const vl_kv> headers, std::string_view name) noexcept;

/// How long an answer stays fresh, and how old it was when it came (RFC 9111 4.2).
struct freshness {
  wall_seconds lifetime = 0;
  wall_seconds initial_age = 0;
  bool is_explicit = false;  ///< from max-age or Expires
};

/// max-age, else Expires, else a tenth of the time since Last-Modified when `status` allows to
/// guess. `sent` and `received` are when the request went out and the answer came in.
freshness judge_freshness(int status, std::span<const vl_kv> headers, wall_seconds sent,
                          wall_seconds received);

}  // namespace veriload::http_plugin
