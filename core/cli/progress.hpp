// The run while it runs, for people. Flow: conductor -> [progress] -> terminal.
#pragma once

#include "core/run/conductor.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace veriload::cli {

/// Shows the state of a run on standard error, once per second: on a terminal as one block that is
/// drawn anew, else as one line every ten seconds.
///
/// Thread: `print_line` from any, the rest from the main thread.
class progress final : public run::run_observer {
 public:
  /// `quiet` shows notices only.
  explicit progress(bool quiet);

  void on_second(const run::live_view& view) override;
  void on_notice(const std::string& text) override;

  /// Prints whole lines above the block.
  void print_line(std::string_view line);

  /// Takes the block away; call before anything else is printed.
  void clear();

 private:
  void draw();
  void erase();

  const bool quiet_;
  const bool on_terminal_;
  const bool colours_;
  std::mutex mutex_;
  std::string block_;  // as it stands on the terminal
  unsigned lines_ = 0;
};

}  // namespace veriload::cli
