// What an unquoted text means: the core schema of YAML 1.2. Flow: yaml text -> [plain scalar] ->
// node.
#pragma once

#include "core/base/node.hpp"

#include <optional>
#include <string_view>

namespace veriload::config {

/// The value of an unquoted scalar. `null`, `true` and numbers are told by their spelling;
/// everything else is a string: `yes`, `1:30`, `1_000` and `2024-01-01` are strings, `010` is ten,
/// `0o10` is eight. An integer beyond 64 bits becomes a number. Thread: any.
base::node resolve_plain(std::string_view text);

/// The integer or number that `text` spells, blanks around it ignored; nothing when it spells none.
/// Thread: any.
std::optional<base::node> read_number(std::string_view text);

/// The truth value that `text` spells (true, yes, on, t, y, 1 and their opposites), case ignored.
/// Thread: any.
std::optional<bool> read_boolean(std::string_view text);

}  // namespace veriload::config
