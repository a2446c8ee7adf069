// Reads what a library says about itself without running any code of it. Flow: plugin folder ->
// [note] -> loader.
#pragma once

#include "core/host/refusal.hpp"

#include <cstdint>
#include <filesystem>
#include <variant>

namespace veriload::host {

/// The versions in the ELF note `.note.veriload`.
struct plugin_note {
  std::uint16_t abi_major;
  std::uint16_t abi_minor_min;
  std::uint16_t abi_minor_built;
};

/// Opens `file` read-only and checks, in this order: regular file, permissions of file and folder
/// (neither may be writable by others), ELF header (64-bit shared object of this machine), the
/// note, and the versions in it against this host's. Reads a few hundred bytes; nothing of the file
/// is executed. Thread: any.
std::variant<plugin_note, refusal> inspect_plugin(const std::filesystem::path& file);

}  // namespace veriload::host
