// Reads the dates of cookies and caching headers. Flow: header value -> [http_date] -> cookie_jar,
// response_cache.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace veriload::http_plugin {

/// Wall-clock time in seconds since 1970 in UTC.
using wall_seconds = std::int64_t;

/// A date in any form that servers write: those of RFC 9110 5.6.7 ("Sun, 06 Nov 1994 08:49:37 GMT",
/// "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994") and every other mixture that RFC
/// 6265bis 5.1.1 has browsers understand. The time is taken as UTC whatever zone is named, as
/// there. Text over 128 bytes is no date. Thread: any. No allocation.
std::optional<wall_seconds> parse_date(std::string_view text) noexcept;

}  // namespace veriload::http_plugin
