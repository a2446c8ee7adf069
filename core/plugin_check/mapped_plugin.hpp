// A plugin mapped into this process, as the loader of the host maps it. Flow: plugin file ->
// [mapped plugin] -> rules that call it.
#pragma once

#include "veriload_abi.h"

#include <filesystem>
#include <string_view>

namespace veriload::plugin_check {

/// A library with its entry function. Never unmapped. Thread: main.
struct mapped_plugin {
  void* library;  ///< of dlopen
  const vl_plugin_v1* (*entry)() noexcept;

  /// Maps the file with all its symbols, locally. Runs its static constructors. Throws setup_error
  /// with the loader's words, or when the entry symbol is missing.
  static mapped_plugin open(const std::filesystem::path& file);

  /// The descriptor, with what every rule needs of it. Throws setup_error when it has not that:
  /// rule E04 says what is wrong.
  const vl_plugin_v1& descriptor() const;
};

/// Whether a descriptor announces a component.
bool provides(const vl_plugin_v1& descriptor, std::string_view component_id);

/// Maps a file and gives its descriptor.
const vl_plugin_v1& descriptor_of(const std::filesystem::path& file);

}  // namespace veriload::plugin_check
