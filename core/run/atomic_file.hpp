// Writes a file so that it is either whole or not there. Flow: reporter -> [atomic file] -> disk.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace veriload::run {

/// A file that appears under its name only when it is complete: bytes go to a temporary file beside
/// it, `commit` flushes it to the disk and renames it. Without `commit` nothing remains.
///
/// Errors are texts: empty means success. The first error sticks, later calls return it again.
/// Thread: one.
class atomic_file {
 public:
  explicit atomic_file(std::filesystem::path target);
  ~atomic_file();
  atomic_file(const atomic_file&) = delete;
  atomic_file& operator=(const atomic_file&) = delete;

  /// Creates missing parent folders and the temporary file.
  const std::string& open();
  const std::string& write(std::string_view bytes);
  const std::string& commit();

 private:
  const std::string& fail(const char* what, int number);

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::string error_;
  int descriptor_ = -1;
};

/// Whether a report could be written there, found out by creating and removing a temporary file.
/// Returns an empty text, or what is wrong.
std::string why_not_writable(const std::filesystem::path& target);

}  // namespace veriload::run
