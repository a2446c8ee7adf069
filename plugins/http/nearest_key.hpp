// The closest known key to a mistyped one, for messages. Flow: settings -> [nearest_key] -> error
// text.
#pragma once

#include <span>
#include <string_view>

namespace veriload::http_plugin {

/// The key with the fewest edits (insert, delete, replace) to `word`, or empty when none is a
/// plausible slip.
std::string_view nearest_key(std::string_view word, std::span<const std::string_view> keys);

}  // namespace veriload::http_plugin
