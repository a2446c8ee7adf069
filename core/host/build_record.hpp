// What a cached scenario was built from. Flow: scenario build -> [record] -> cache folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace veriload::host {

/// One scenario's entries in the cache: a list of the files it included last time, and libraries
/// whose names hold a hash of the content of all of them. So a library can never be taken for
/// another content, whatever two builds at a time do. Make one before the compiler starts: a file
/// that changes after that keeps its library from being found again.
///
/// Thread: main.
class build_record {
 public:
  build_record(std::filesystem::path cache, const std::filesystem::path& source,
               const std::string& compiler, const std::vector<std::string>& flags);

  /// The library built from exactly the present content, if it is there.
  std::optional<std::filesystem::path> find() const;

  /// A name in the cache that only this process uses.
  std::filesystem::path scratch(const char* extension) const;

  /// Takes a fresh library and the compiler's dependency file into the cache, removes libraries of
  /// earlier contents, and returns the library's lasting name. `precompiled` are headers that came
  /// by way of a precompiled one, which a compiler need not list. Throws setup_error when the cache
  /// cannot be written.
  std::filesystem::path keep(const std::filesystem::path& library,
                             const std::filesystem::path& dependencies,
                             const std::vector<std::filesystem::path>& precompiled = {}) const;

 private:
  std::filesystem::path list_file() const;
  std::filesystem::path library_of(const std::vector<std::filesystem::path>& files) const;
  void forget_all_but(const std::filesystem::path& library) const;

  std::filesystem::path cache_;
  std::string stem_;  // of every file of this record
  std::string salt_;  // compiler and flags
  std::filesystem::file_time_type began_;
};

}  // namespace veriload::host
