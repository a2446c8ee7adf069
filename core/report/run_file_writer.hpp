// Turns a run into the bytes of a run file, as it goes. Flow: conductor, run result -> [writer] ->
// file.
#pragma once

#include "core/base/node.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace veriload::aggregation {
struct interval_block;
struct run_result;
class name_table;
}  // namespace veriload::aggregation

namespace veriload::report {

/// Each function gives the bytes that come next: `head` once, `second` for each second, `end` once.
/// What it keeps does not grow with the run. Thread: one.
class run_file_writer {
 public:
  /// `run` is what is known before the run; `plan` the configuration with its secrets masked.
  std::string head(const base::node& run, const base::node& plan);

  /// One second of the whole run, counted from its start; each later than the one before.
  std::string second(std::uint64_t number, const aggregation::interval_block& measured,
                     const aggregation::name_table& endpoints);

  /// `tree` is the result tree of `run`.
  std::string end(const base::node& tree, const aggregation::run_result& run);

 private:
  std::vector<bool> named_;  // by id: its name is in the file
  std::uint64_t seconds_ = 0;
};

}  // namespace veriload::report
