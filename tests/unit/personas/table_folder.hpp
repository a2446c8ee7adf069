// A small complete set of persona tables, made in a folder of its own. Flow: [table folder] ->
// packer under test.
#pragma once

#include "core/personas/pack/problems.hpp"
#include "tests/unit/host/temporary_folder.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace veriload::personas {

/// The shared tables and the locale xx_XX of a country that does not exist. Change what is to be
/// wrong, then pack.
class table_folder {
 public:
  table_folder();

  const std::filesystem::path& path() const { return folder_.path(); }

  /// Text of every table by its path below the folder, such as `xx_XX/given.tsv`.
  std::map<std::string, std::string> tables;

  /// Replaces the first `from`, which must be there.
  void change(const std::string& table, const std::string& from, const std::string& to);
  /// Removes all lines that contain `text`, one or more.
  void drop_lines(const std::string& table, const std::string& text);

  /// Writes the tables and packs them.
  std::vector<std::byte> pack(pack::problems& found) const;
  /// Packs and requires that nothing was found.
  std::vector<std::byte> pack_well() const;

 private:
  test::temporary_folder folder_;
};

}  // namespace veriload::personas
