// Where plugins are looked for. Flow: command line -> [folders] -> loader.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace veriload::cli {

/// The folders named by --plugin-dir, or, when there is none, the one that belongs to this program:
/// `../plugins` (a build) or `../lib/veriload/plugins` (an installation) beside its own folder.
/// Thread: any.
std::vector<std::filesystem::path> plugin_folders(const std::vector<std::string>& named);

}  // namespace veriload::cli
