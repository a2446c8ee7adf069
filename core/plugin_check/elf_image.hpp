// What the dynamic section of a library says. Flow: plugin file -> [ELF image] -> rules E01 to E03.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace veriload::plugin_check {

/// A symbol of the dynamic table with a name.
struct elf_symbol {
  std::string name;
  bool defined;
  bool unique;  ///< STB_GNU_UNIQUE: one object for the whole process
  bool weak;
};

/// A library as the loader will see it, read from the file without running any of it.
struct elf_image {
  std::vector<elf_symbol> symbols;  ///< global ones
  std::vector<std::string> needed;  ///< DT_NEEDED
  std::string run_path;             ///< DT_RUNPATH or DT_RPATH, or empty
  bool text_relocations = false;
  bool executable_stack = false;
  bool build_id = false;

  /// Reads `file`; throws setup_error when it is no 64-bit ELF library or cut off. Thread: any.
  static elf_image read(const std::filesystem::path& file);
};

}  // namespace veriload::plugin_check
