// Which given values contradicted the personas of a run. Flow: personas, users' starts -> [conflict
// report] -> persona_conflicts.jsonl.
#pragma once

#include "core/config/plan.hpp"
#include "core/personas/conflicts/conflict_check.hpp"
#include "core/run/atomic_file.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace veriload::run {

class preparation;

/// Where data.conflict_mode explain writes: beside the JSON report, or in the working directory.
std::filesystem::path conflict_file(const std::optional<std::string>& json_report);

/// Lines of persona_conflicts.jsonl, whole or not at all, at most `most` of them; the others are
/// counted. Thread: one.
class conflict_lines {
 public:
  static constexpr std::uint64_t most = 100'000;

  explicit conflict_lines(const std::filesystem::path& file) : file_(file) {}

  /// Counts a persona that breaks rules by what it was given, and writes its line.
  void add(const std::string& line, std::size_t violations);
  /// Puts the file into its place. Returns what went wrong since the beginning, or nothing.
  std::string finish();

  std::uint64_t personas() const { return personas_; }
  std::uint64_t violations() const { return violations_; }

 private:
  void flush();

  atomic_file file_;
  std::string text_;
  std::string error_;
  bool open_ = false;
  std::uint64_t personas_ = 0;
  std::uint64_t violations_ = 0;
};

/// What became of the conflicts of a run.
struct conflict_report {
  std::uint64_t looked_at = 0;   ///< personas
  std::uint64_t left_out = 0;    ///< personas that users had too
  std::uint64_t personas = 0;    ///< with conflicts
  std::uint64_t violations = 0;  ///< rules that they break
  std::string file;
  std::string error;  ///< why the file is not there; empty = it is
};

/// With data.conflict_mode explain and values that somebody gave: looks at the personas that the
/// users of the run had, at most 50,000, and writes a line for each that breaks a rule. Nothing in
/// the other modes. `used`: how many personas each worker handed out, in the order of workers.
/// Thread: the report thread.
std::optional<conflict_report> write_conflicts(const preparation& prepared,
                                               std::span<const std::uint64_t> used);

}  // namespace veriload::run
