// The small pieces of HTTP text that routes read: URLs, queries, numbers, base64. Flow: used by the
// routes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace target {

/// ASCII upper and lower case alike. Thread: any, like everything here.
bool same_word(std::string_view a, std::string_view b);

/// Replaces `%XX` and, in queries and forms, `+`. A broken escape stays as it is.
std::string percent_decoded(std::string_view text);

/// `a=1&b=2` as pairs in their order, decoded; a name without `=` has an empty value.
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);

/// The first value of that name in a query; nothing when it is absent.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

/// The whole text as a decimal number; nothing when it is anything else.
std::optional<double> number_of(std::string_view text);
std::optional<unsigned long> count_of(std::string_view text);

/// The decoded bytes; nothing when the text is not base64.
std::optional<std::string> base64_decoded(std::string_view text);

/// True when the text may stand in a header value: no control character but tab.
bool is_header_text(std::string_view text);

/// `user-agent` as `User-Agent`, the way httpbin shows header names.
std::string title_case(std::string_view header_name);

/// One chunk of the chunked transfer coding around `data`, which must not be empty.
std::string as_chunk(std::string_view data);

}  // namespace target
