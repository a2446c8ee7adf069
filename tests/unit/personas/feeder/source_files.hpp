// Files of rows for tests. Flow: [source files] -> feeder tests.
#pragma once

#include "core/base/setup_error.hpp"
#include "core/personas/feeder/row_table.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::personas::test {

/// A folder of its own for the sources of a test.
class source_files {
 public:
  /// Writes a file and returns its path.
  std::string write(const std::string& name, std::string_view text) const {
    return folder_.file(name, text).string();
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  /// `text` without the folder, which is another one each time.
  std::string without_folder(std::string text) const {
    const std::string prefix = folder_.path().string() + "/";
    for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;)
      text.erase(at, prefix.size());
    return text;
  }

 private:
  veriload::test::temporary_folder folder_;
};

/// What `work` is refused with, without the folder; empty when it is not refused.
template <class Work>
std::string refusal(const source_files& files, Work work) {
  try {
    work();
  } catch (const setup_error& error) {
    return files.without_folder(error.what());
  }
  return "";
}

/// The cells of a row.
inline std::vector<std::string> cells(const row_table& table, std::uint64_t row) {
  std::vector<std::string> found;
  for (std::uint32_t i = 0; i < table.columns().size(); ++i)
    found.emplace_back(table.cell(row, i));
  return found;
}

using texts = std::vector<std::string>;

}  // namespace veriload::personas::test
