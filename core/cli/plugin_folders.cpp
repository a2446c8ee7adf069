#include "core/cli/plugin_folders.hpp"

#include <system_error>

namespace veriload::cli {

std::vector<std::filesystem::path> plugin_folders(const std::vector<std::string>& named) {
  if (!named.empty()) return {named.begin(), named.end()};
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
  for (const char* beside : {"../lib/veriload/plugins", "../plugins"}) {
    const auto folder = (program / beside).lexically_normal();
    if (std::filesystem::is_directory(folder, failed)) return {folder};
  }
  return {(program / "../plugins").lexically_normal()};
}

}  // namespace veriload::cli
