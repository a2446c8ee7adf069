#include "core/cli/counting_line.hpp"

#include "core/report/figures.hpp"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace veriload::cli {

using namespace std::chrono_literals;

counting_line::counting_line(std::string what, std::uint64_t total, bool quiet)
    : what_(std::move(what)),
      total_(total),
      quiet_(quiet),
      on_terminal_(isatty(STDERR_FILENO) == 1),
      start_(clock::now()),
      last_(start_) {}

counting_line::~counting_line() { erase(); }

void counting_line::erase() {
  if (std::exchange(drawn_, false)) std::fputs("\r\033[K", stderr);
}

void counting_line::at(std::uint64_t count) {
  const clock::time_point now = clock::now();
  if (quiet_ || now - start_ < 1s || now - last_ < (on_terminal_ ? 200ms : 10'000ms)) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double rate = static_cast<double>(count) / seconds;
  const double left = static_cast<double>(total_ - count) / rate;
  std::string text = report::count_text(count) + " of " + report::count_text(total_) + " " + what_ +
                     ", " + report::count_text(static_cast<std::uint64_t>(rate)) + "/s, " +
                     report::length_text(static_cast<base::ns>(left * 1e9)) + " left";
  if (on_terminal_) {
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    drawn_ = true;
  } else {
    std::fprintf(stderr, "%s\n", text.c_str());
  }
}

void counting_line::done(std::uint64_t count) {
  erase();
  const auto took = clock::now() - start_;
  if (quiet_ || took < 1s) return;
  std::fprintf(stderr, "%s %s in %s\n", report::count_text(count).c_str(), what_.c_str(),
               report::length_text(took / 1ns).c_str());
}

}  // namespace veriload::cli
