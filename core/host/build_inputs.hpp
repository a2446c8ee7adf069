// What a build read, and a name for its content. Flow: compiler -> [build inputs] -> build record,
// precompiled SDK.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace veriload::host {

/// 128 bits of FNV-1a: names of files, not a defence against forgers, who would need write access
/// to a folder of mode 0700. Thread: any.
class content_hash {
 public:
  void add(std::string_view bytes);
  std::string text() const;  ///< 32 hexadecimal digits

 private:
  std::uint64_t low_ = 0xcbf29ce484222325ULL;
  std::uint64_t high_ = 0x84222325cbf29ce4ULL;
};

/// The whole file; empty when it cannot be read. Thread: any.
std::string content_of_file(const std::filesystem::path& file);

/// The hash of `salt` and of name and content of all `files`, in their order. Thread: any.
std::string hash_of_files(std::string_view salt, const std::vector<std::filesystem::path>& files);

/// Whether one of `files` was written after `moment`, or is gone. Thread: any.
bool changed_since(const std::vector<std::filesystem::path>& files,
                   std::filesystem::file_time_type moment);

/// The files behind the colon of a make rule, as compilers write it with -MMD. Thread: any.
std::vector<std::filesystem::path> files_of_rule(std::string_view rule);

/// A list of files, one a line; empty when the list cannot be read. Thread: any.
std::vector<std::filesystem::path> read_file_list(const std::filesystem::path& list);

/// Writes such a list by way of `scratch`, in the same folder. Empty on success, else why not.
/// Thread: any, with a `scratch` of its own.
std::error_code write_file_list(const std::filesystem::path& list,
                                const std::filesystem::path& scratch,
                                const std::vector<std::filesystem::path>& files);

}  // namespace veriload::host
