// Which personas a dataset command looks at. Flow: command line -> [dataset options] -> dataset
// commands.
#pragma once

#include "core/cli/command_line.hpp"
#include "core/config/plan.hpp"
#include "core/personas/engine_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace veriload::cli {

/// The options that all dataset commands share. Thread: main.
struct dataset_options {
  std::string config;
  std::vector<std::string> plugin_dirs;
  std::vector<std::string> sets;
  std::string locale;
  std::vector<std::string> fields;
  std::uint64_t limit = 0;  ///< 0: as many as there are
  std::uint64_t offset = 0;

  /// The options that say which personas there are.
  void declare_source(command_line& line);
  /// And those that choose among them.
  void declare(command_line& line, std::uint64_t usual_limit, const char* limit_help);

  /// The fields asked for, or `otherwise`. Throws setup_error with the nearest path.
  std::vector<personas::field_id> chosen_fields(const personas::engine_source& source,
                                                std::vector<std::string_view> otherwise) const;
};

/// The personas that a configuration describes. Without --config and without a veriload.yaml here:
/// a million of the locale, seed 42, which is said on standard error. Contacts and
/// given values are checked as the configuration says. Throws setup_error.
struct dataset {
  explicit dataset(const dataset_options& options);

  config::data_plan plan;
  std::unique_ptr<personas::engine_source> source;
  std::optional<std::string> json_report;  ///< reports.json
};

/// The indices that the options choose, one after another: those of the locale where one is asked
/// for, from the offset-th on, at most `limit`.
class chosen_personas {
 public:
  /// Throws setup_error when the locale is none of the source's.
  chosen_personas(const personas::engine_source& source, const dataset_options& options);

  /// The next index, or nothing.
  std::optional<std::uint64_t> next();

  /// How many there will be in all.
  std::uint64_t count() const { return count_; }

 private:
  const personas::engine_source& source_;
  std::optional<std::uint32_t> locale_;
  std::uint64_t index_ = 0;
  std::uint64_t to_skip_;
  std::uint64_t left_;
  std::uint64_t count_;
};

}  // namespace veriload::cli
