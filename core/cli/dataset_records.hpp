// Records instead of personas, for the dataset commands. Flow: command line -> [dataset records] ->
// preview, export.
#pragma once

#include "core/cli/command_line.hpp"
#include "core/personas/records/record_kind.hpp"

#include <cstdint>
#include <string>

namespace veriload::cli {

/// `--record KIND` and `--per-persona N`. Thread: main.
struct dataset_records {
  std::string kind;
  std::uint64_t per_persona = 1;

  void declare(command_line& line);

  bool asked() const { return !kind.empty(); }

  /// Throws setup_error with the nearest kind.
  personas::record_kind wanted() const;

  /// Throws setup_error when `option`, which is of personas alone, was given too.
  void refuse(bool given, const char* option) const;
};

/// One line of JSON on several, indented by two blanks: for people.
std::string indented_json(std::string_view line);

}  // namespace veriload::cli
