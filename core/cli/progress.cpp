#include "core/cli/progress.hpp"

#include "core/cli/live_text.hpp"
#include "core/cli/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace veriload::cli {
namespace {

constexpr base::ns line_every = 10 * base::second;

unsigned columns_now() { return columns_of(STDERR_FILENO, 80); }

}  // namespace

progress::progress(bool quiet)
    : quiet_(quiet),
      on_terminal_(::isatty(STDERR_FILENO) != 0),
      colours_(shows_colour(STDERR_FILENO)) {}

void progress::on_second(const run::live_view& view) {
  if (quiet_) return;
  if (!on_terminal_) {
    if (view.last.to % line_every == 0) print_line(live_line(view) + "\n");
    return;
  }
  // A line that fills the last column makes some terminals wrap; one line is the cursor's.
  const live_block_shape shape{std::max(columns_now(), 2U) - 1,
                               std::max(rows_of(STDERR_FILENO, 24), 2U) - 1, colours_};
  const std::lock_guard lock(mutex_);
  block_ = live_block(view, shape);
  redraw({});
}

void progress::on_notice(const std::string& notice) {
  if (!quiet_) print_line("veriload: " + notice + "\n");
}

void progress::print_line(std::string_view line) {
  const std::lock_guard lock(mutex_);
  redraw(line);
}

void progress::clear() {
  const std::lock_guard lock(mutex_);
  block_.clear();
  redraw({});
}

// In one write, so that nothing flickers. A terminal that became narrower has wrapped the lines.
void progress::redraw(std::string_view above) {
  std::string out;
  if (!drawn_.empty()) out = "\x1b[" + std::to_string(lines_of(drawn_, columns_now())) + "F\x1b[J";
  out += above;
  out += block_;
  drawn_ = block_;
  std::fwrite(out.data(), 1, out.size(), stderr);
}

}  // namespace veriload::cli
