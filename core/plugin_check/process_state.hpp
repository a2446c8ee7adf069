// What a process has and what a plugin must leave as it is. Flow: /proc and libc -> [process state]
// -> rules S01, X02.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace veriload::plugin_check {

/// What a plugin could leave open in the process.
struct open_things {
  std::map<int, std::string> descriptors;  ///< and what each is: "socket:[123]", a path
  std::size_t threads = 0;

  static open_things now();  ///< Thread: any

  /// What is there beyond `before`: "descriptor 7 (socket:[99])"; empty when nothing is.
  std::vector<std::string> beyond(const open_things& before) const;
};

/// What belongs to the whole process and so to nobody's plugin.
struct process_settings {
  std::string locale;
  std::string folder;
  unsigned umask = 0;
  std::vector<std::string> environment;
  std::array<void*, 65> signal_handlers{};

  static process_settings now();  ///< Thread: main

  /// What differs, in words: "the locale is de_DE, was C".
  std::vector<std::string> changes_since(const process_settings& before) const;
};

}  // namespace veriload::plugin_check
