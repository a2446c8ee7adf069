// Which rules can be judged while a run runs. Flow: rule parser -> [watchable] -> messages.
#pragma once

#include "core/gates/rule.hpp"

#include <string>

namespace veriload::gates {

/// Why `for` or `abort` says nothing of this rule: what it measures is not known second by second,
/// or cannot be broken for sure before the end. Empty = it can be watched, or has neither.
std::string why_not_watchable(const rule& of);

}  // namespace veriload::gates
