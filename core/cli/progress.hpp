// The run while it runs, for people. Flow: conductor -> [progress] -> terminal.
#pragma once

#include "core/run/conductor.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace veriload::cli {

/// Shows the state of a run on standard error, once per second: on a terminal as one block of a few
/// lines that is drawn anew, else as one line every ten seconds. Nothing of the terminal is changed
/// that would have to be put back.
///
/// Thread: `print_line` from any, the rest from the main thread.
class progress final : public run::run_observer {
 public:
  /// `quiet` shows nothing at all but what is given to `print_line`.
  explicit progress(bool quiet);

  void on_second(const run::live_view& view) override;
  void on_notice(const std::string& text) override;

  /// Prints whole lines above the block.
  void print_line(std::string_view line);

  /// Takes the block away; call before anything else is printed.
  void clear();

 private:
  void redraw(std::string_view above);

  const bool quiet_;
  const bool on_terminal_;
  const bool colours_;
  std::mutex mutex_;
  std::string block_;  // to stand on the terminal
  std::string drawn_;  // as it stands there
};

}  // namespace veriload::cli
