// All tables of a folder, checked and packed. Flow: core/personas/data -> [pack] -> image file.
#pragma once

#include "core/personas/pack/problems.hpp"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace veriload::personas::pack {

/// Reads the folder `shared` and the folder of each locale below `data`. The image, or nothing when
/// something was found.
std::vector<std::byte> pack_folder(const std::filesystem::path& data, problems& found);

/// Writes `bytes` under another name, then renames: a reader sees the old file or the new one.
/// Throws std::runtime_error.
void write_file(const std::filesystem::path& file, const std::vector<std::byte>& bytes);

}  // namespace veriload::personas::pack
