// Where in a file a text stands. Flow: load -> [text place] -> rules' messages.
#pragma once

#include "core/base/node.hpp"

#include <string_view>

namespace veriload::config {

/// Moves `at`, the place of a value or of its key in the file `name` whose text is `source`, to the
/// first character of `value`, so that a message can point into it. False, and `at` stays, when the
/// text does not stand there as it is: it has escapes, is folded, comes from an anchor elsewhere or
/// not from this file. Thread: any.
bool find_text(std::string_view source, std::string_view name, std::string_view value,
               base::place& at);

}  // namespace veriload::config
