// A run that was kept. Flow: run file -> [run file] -> result tree, window -> reporters.
#pragma once

#include "core/aggregation/interval_block.hpp"
#include "core/aggregation/request_stats.hpp"
#include "core/aggregation/run_result.hpp"
#include "core/base/node.hpp"
#include "core/report/byte_text.hpp"
#include "core/report/run_file_sections.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::report {

/// Histograms of the whole run.
struct kept_totals {
  aggregation::request_stats total;
  std::vector<aggregation::named_stats> endpoints;  ///< sorted by name
};

/// One second as it was kept; the block is by the ids of `run_file::names`.
struct kept_second {
  std::uint64_t second = 0;
  aggregation::interval_block measured;
};

/// The content of a run file. It holds the bytes; sections are decoded when they are asked for, so
/// a report of the whole run costs the same however long the run was.
///
/// A file without its end, because the run was killed, is partial: what the run wrote until then is
/// there, its result is not. Every function throws setup_error (exit code `usage`) with file, byte
/// and reason for bytes that are damaged. Thread: one.
class run_file {
 public:
  /// Reads the file at `path`.
  static run_file read(const std::string& path);

  /// `name` stands in messages for the file.
  run_file(std::string bytes, std::string name);
  run_file(const run_file&) = delete;
  run_file& operator=(const run_file&) = delete;

  const std::string& name() const noexcept { return name_; }
  bool is_partial() const noexcept { return partial_; }

  /// Bytes up to the end of the last section that is there as a whole, and of the file.
  std::size_t whole_bytes() const noexcept { return whole_bytes_; }
  std::size_t size() const noexcept { return bytes_.size(); }

  /// What was known when the run began.
  base::node run() const { return tree(section_tag::run); }
  /// The configuration, secrets masked.
  base::node plan() const { return tree(section_tag::plan); }
  /// The result tree as the run made it. Not of a partial file.
  base::node result() const { return tree(section_tag::result); }
  /// Not of a partial file.
  kept_totals totals() const;

  /// Names of endpoints by the ids of the seconds.
  const std::map<std::uint32_t, std::string>& names() const noexcept { return names_; }

  /// Seconds in the file.
  std::size_t seconds() const noexcept { return seconds_.size(); }
  /// Decodes the `index`-th second in the file into `into`, whose memory is used again. False, and
  /// nothing but its number is decoded, when that is below `from` or not below `to`.
  bool second(std::size_t index, std::uint64_t from, std::uint64_t to, kept_second& into) const;

 private:
  void find_sections();
  void add_names(const section_place& section);
  base::node tree(std::string_view tag) const;
  const section_place& only(std::string_view tag) const;
  byte_reader reader_of(const section_place& section, std::string_view content) const;

  std::string bytes_;
  std::string name_;
  bool partial_ = true;
  std::size_t whole_bytes_ = 0;
  std::map<std::string, section_place, std::less<>> single_;  // by tag
  std::vector<section_place> seconds_;
  std::map<std::uint32_t, std::string> names_;
};

}  // namespace veriload::report
