// Keeps a run in its run file, as it goes. Flow: conductor, run result -> [recording] -> run file.
#pragma once

#include "core/report/run_file_writer.hpp"
#include "core/run/report_files.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace veriload::run {

class preparation;
struct collected_second;

/// Writes `reports.run`. Bytes go to FILE.partial as they come, so that a run that is killed leaves
/// what it measured; `finish` completes the file and gives it its name. A disk that takes no more
/// ends the recording, not the run: `finish` tells it.
///
/// Nothing of a second stays in memory. Thread: the conductor's.
class run_recording {
 public:
  /// Opens the file and writes what is known before the run. Throws setup_error when that cannot
  /// be, or another run writes the same file. `prepared` must outlive it.
  run_recording(preparation& prepared, std::uint32_t threads);
  ~run_recording();
  run_recording(const run_recording&) = delete;
  run_recording& operator=(const run_recording&) = delete;

  void add(const collected_second& second);

  /// `tree` is the result tree of `run`. When the file could not be completed, `file` of the answer
  /// is the partial one.
  written_report finish(const base::node& tree, const aggregation::run_result& run);

 private:
  void write(std::string_view bytes);
  void fail(const char* what, int number);

  preparation& prepared_;
  report::run_file_writer writer_;
  std::filesystem::path target_;
  std::filesystem::path partial_;
  std::string error_;
  int descriptor_ = -1;
};

}  // namespace veriload::run
