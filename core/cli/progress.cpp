#include "core/cli/progress.hpp"

#include "core/cli/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <vector>

namespace veriload::cli {
namespace {

constexpr std::size_t most_rows = 8;
constexpr base::ns line_every = 10 * base::second;

[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...) {
  char out[256];
  va_list values;
  va_start(values, format);
  std::vsnprintf(out, sizeof out, format, values);
  va_end(values);
  return out;
}

std::string clock_text(base::ns t) {
  const auto s = static_cast<long long>(t / base::second);
  if (s >= 3600) return text("%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
  return text("%02lld:%02lld", s / 60, s % 60);
}

std::string latency_text(base::ns t) {
  const double ms = base::in_milliseconds(t);
  if (ms >= 10'000) return text("%.1f s", ms / 1e3);
  return text("%.*f ms", ms >= 100 ? 0 : ms >= 10 ? 1 : 2, ms);
}

double rate_of(const run::live_view& view) {
  return static_cast<double>(view.last.requests) / base::in_seconds(view.last.to - view.last.from);
}

std::string state_line(const run::live_view& view) {
  std::string line = view.draining ? "stopping  " : "running  ";
  line += clock_text(view.elapsed);
  if (view.planned > 0) line += " of " + clock_text(view.planned);
  line += text("   %llu users", static_cast<unsigned long long>(view.last.users));
  if (view.last.warmup_requests > 0) {
    line += text("   warm-up: %llu requests",
                 static_cast<unsigned long long>(view.last.warmup_requests));
  }
  return line;
}

std::string totals_line(const run::live_view& view) {
  const double failed = view.requests == 0 ? 0
                                           : 100.0 * static_cast<double>(view.failures) /
                                                 static_cast<double>(view.requests);
  return text("%.0f req/s   %llu requests   %llu failed (%.2f %%)   p50 %s   p95 %s   p99 %s",
              rate_of(view), static_cast<unsigned long long>(view.requests),
              static_cast<unsigned long long>(view.failures), failed,
              latency_text(view.last.response.percentile(50)).c_str(),
              latency_text(view.last.response.percentile(95)).c_str(),
              latency_text(view.last.response.percentile(99)).c_str());
}

// Columns, not bytes; a wide character counts as one, which errs on the short side.
std::string cut(std::string line, std::size_t columns) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xc0) == 0x80) continue;
    if (++seen > columns) {
      line.resize(i);
      break;
    }
  }
  return line;
}

std::string bar(const run::live_view& view) {
  if (view.planned <= 0) return {};
  constexpr int width = 24;
  const auto done =
      static_cast<int>(std::min<base::ns>(width, view.elapsed * width / view.planned));
  return "   [" + std::string(static_cast<std::size_t>(done), '#') +
         std::string(static_cast<std::size_t>(width - done), '.') + "]";
}

}  // namespace

progress::progress(bool quiet)
    : quiet_(quiet),
      on_terminal_(::isatty(STDERR_FILENO) != 0),
      colours_(shows_colour(STDERR_FILENO)) {}

void progress::on_second(const run::live_view& view) {
  if (quiet_) return;
  if (!on_terminal_) {
    if (view.last.to % line_every == 0)
      print_line(state_line(view) + "   " + totals_line(view) + "\n");
    return;
  }
  const std::size_t columns = columns_of(STDERR_FILENO, 80) - 1;
  std::vector<aggregation::snapshot_row> rows(view.last.rows.begin(), view.last.rows.end());
  std::ranges::sort(rows, std::greater<>(), &aggregation::snapshot_row::requests);
  if (rows.size() > most_rows) rows.resize(most_rows);
  std::size_t widest = 0;
  for (const auto& r : rows)
    widest = std::max(widest, std::min<std::size_t>(r.name.size(), 40));

  const char* strong = colours_ ? "\x1b[1m" : "";
  const char* plain = colours_ ? "\x1b[0m" : "";
  std::string block = strong + cut(state_line(view) + bar(view), columns) + plain + "\n";
  block += cut(totals_line(view), columns) + "\n";
  for (const auto& r : rows) {
    const std::string name = cut(std::string(r.name), widest);
    const bool failing = r.failures > 0 && colours_;
    block += failing ? "\x1b[31m" : "";
    block += cut(
        text("  %-*s  %7.0f/s   p95 %-9s", static_cast<int>(widest), name.c_str(), r.rate,
             latency_text(r.p95).c_str()) +
            (r.failures ? text("   %llu failed", static_cast<unsigned long long>(r.failures)) : ""),
        columns);
    block += failing ? plain : "";
    block += "\n";
  }
  const std::lock_guard lock(mutex_);
  erase();
  block_ = std::move(block);
  draw();
}

void progress::on_notice(const std::string& notice) { print_line("veriload: " + notice + "\n"); }

void progress::print_line(std::string_view line) {
  const std::lock_guard lock(mutex_);
  erase();
  std::fwrite(line.data(), 1, line.size(), stderr);
  draw();
}

void progress::clear() {
  const std::lock_guard lock(mutex_);
  erase();
  block_.clear();
}

void progress::draw() {
  if (block_.empty()) return;
  std::fwrite(block_.data(), 1, block_.size(), stderr);
  lines_ = static_cast<unsigned>(std::ranges::count(block_, '\n'));
}

void progress::erase() {
  if (lines_ > 0) std::fprintf(stderr, "\x1b[%uF\x1b[J", lines_);
  lines_ = 0;
}

}  // namespace veriload::cli
