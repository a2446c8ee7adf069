// How far a long count has come, for people. Flow: command -> [counting line] -> standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace veriload::cli {

/// One line on standard error that is drawn anew at most five times a second on a terminal, and
/// written every ten seconds where there is none. Nothing when the work takes less than a second.
///
/// Thread: one.
class counting_line {
 public:
  /// `what` is counted, of `total`.
  counting_line(std::string what, std::uint64_t total, bool quiet);
  ~counting_line();
  counting_line(const counting_line&) = delete;
  counting_line& operator=(const counting_line&) = delete;

  void at(std::uint64_t count);

  /// The last word: how many, in what time.
  void done(std::uint64_t count);

 private:
  using clock = std::chrono::steady_clock;

  void erase();

  std::string what_;
  std::uint64_t total_;
  bool quiet_;
  bool on_terminal_;
  bool drawn_ = false;
  clock::time_point start_;
  clock::time_point last_;
};

}  // namespace veriload::cli
