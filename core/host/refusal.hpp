// Why a file was not taken as a plugin. Flow: plugin folder -> loader -> [refusal] -> the user.
#pragma once

#include <filesystem>
#include <string>

namespace veriload::host {

/// Every refusal says four things, so that nobody has to guess: which file, which property of it,
/// what was found there and what was expected.
struct refusal {
  std::filesystem::path file;
  std::string field;  ///< "abi_major", "folder permissions", "id" ...
  std::string found;
  std::string expected;

  /// "FILE: FIELD is FOUND, expected EXPECTED".
  std::string text() const {
    return file.string() + ": " + field + " is " + found + ", expected " + expected;
  }
};

}  // namespace veriload::host
