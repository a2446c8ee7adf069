// A small valid configuration and ways to spoil it. Flow: [config text] -> config tests.
#pragma once

#include "core/base/setup_error.hpp"
#include "core/config/load.hpp"

#include <string>

namespace config_text {

inline const std::string valid =
    "run:\n"
    "  base_url: http://shop.test:8080/\n"
    "  users: 5\n"
    "  spawn_rate: 2\n"
    "  max_duration_seconds: 60\n"
    "data:\n"
    "  pool_size: 10\n"
    "  seed: 42\n"
    "profile:\n"
    "  type: soak\n"
    "  duration_seconds: 30\n"
    "safety:\n"
    "  allowed_hosts: [shop.test]\n";

/// `valid` with `from` replaced by `to`; `from` must be in it.
inline std::string with(const std::string& from, const std::string& to, std::string text = valid) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

inline veriload::config::loaded_config loaded_from(
    const std::string& text, const veriload::config::load_options& options = {}) {
  return veriload::config::load_text(text, "v.yaml", "", options);
}

/// What loading `text` is refused with; empty when it is not refused.
inline std::string refusal(const std::string& text,
                           const veriload::config::load_options& options = {}) {
  try {
    loaded_from(text, options);
  } catch (const veriload::setup_error& error) {
    return error.what();
  }
  return "";
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace config_text
