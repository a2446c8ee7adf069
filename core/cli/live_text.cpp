#include "core/cli/live_text.hpp"

#include "core/report/figures.hpp"
#include "core/report/text_table.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string_view>
#include <vector>

namespace veriload::cli {
namespace {

using report::count_text;
using report::length_text;

constexpr std::size_t most_endpoints = 4;
constexpr std::size_t widest_name = 40;
constexpr std::size_t rate_columns = 9;
constexpr const char* separator = "   ";

std::string clock_text(base::ns t) {
  const auto s = static_cast<long long>(t / base::second);
  char text[32];
  if (s >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
  } else {
    std::snprintf(text, sizeof text, "%02lld:%02lld", s / 60, s % 60);
  }
  return text;
}

std::string state_text(const run::live_view& view) {
  std::string text = view.draining ? "stopping  " : "running  ";
  text += clock_text(view.elapsed);
  if (view.planned > 0) {
    text += " of " + clock_text(view.planned);
    if (!view.draining && view.planned > view.elapsed)
      text += separator + clock_text(view.planned - view.elapsed) + " left";
  }
  text += separator + count_text(view.last.users) + (view.last.users == 1 ? " user" : " users");
  if (view.last.warmup_requests > 0)
    text +=
        separator + std::string("warm-up: ") + count_text(view.last.warmup_requests) + " requests";
  return text;
}

std::string rate_text(const run::live_view& view) {
  const double rate =
      static_cast<double>(view.last.requests) / base::in_seconds(view.last.to - view.last.from);
  const double failed =
      view.requests == 0 ? 0
                         : static_cast<double>(view.failures) / static_cast<double>(view.requests);
  return report::rate_text(rate) + " req/s" + separator + count_text(view.requests) + " requests" +
         separator + count_text(view.failures) + " failed (" + report::share_text(failed) + ")";
}

std::string latency_text(const run::live_view& view) {
  const aggregation::histogram& values = view.last.response;
  std::string text;
  if (!values.empty()) {
    text = "p50 " + length_text(values.percentile(50)) + separator + "p95 " +
           length_text(values.percentile(95)) + separator + "p99 " +
           length_text(values.percentile(99)) + separator;
  }
  return text + "late " + length_text(view.longest_wait);
}

std::string bar(const run::live_view& view) {
  if (view.planned <= 0) return {};
  constexpr base::ns width = 20;
  const auto done =
      static_cast<std::size_t>(std::clamp<base::ns>(view.elapsed * width / view.planned, 0, width));
  return std::string(separator) + "[" + std::string(done, '#') +
         std::string(static_cast<std::size_t>(width) - done, '.') + "]";
}

void append_line(std::string& block, std::string_view text, report::emphasis how,
                 const live_block_shape& shape) {
  block += report::marked(report::cut_to(text, shape.columns), how, shape.colour) + '\n';
}

}  // namespace

std::string live_line(const run::live_view& view) {
  return state_text(view) + separator + rate_text(view) + separator + latency_text(view);
}

std::string live_block(const run::live_view& view, const live_block_shape& shape) {
  using report::emphasis;
  std::string block;
  append_line(block, state_text(view) + bar(view), emphasis::bold, shape);
  if (shape.lines < 3) return block;
  append_line(block, rate_text(view), view.failures > 0 ? emphasis::warning : emphasis::none,
              shape);
  append_line(block, latency_text(view), emphasis::none, shape);

  std::vector<aggregation::snapshot_row> rows(view.last.rows.begin(), view.last.rows.end());
  std::ranges::stable_sort(rows, std::greater<>(), &aggregation::snapshot_row::requests);
  rows.resize(std::min({rows.size(), most_endpoints, shape.lines - 3}));
  std::vector<std::string> names;
  std::size_t widest = 0;
  for (const auto& row : rows) {
    names.push_back(report::cut_to(report::printable(row.name), widest_name));
    widest = std::max(widest, report::columns_of(names.back()));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string rate = report::rate_text(rows[i].rate) + "/s";
    const std::string pad(rate.size() < rate_columns ? rate_columns - rate.size() : 0, ' ');
    std::string text = "  " + names[i] + std::string(widest - report::columns_of(names[i]), ' ') +
                       "  " + pad + rate + separator + "p95 " + length_text(rows[i].p95);
    if (rows[i].failures > 0) text += separator + count_text(rows[i].failures) + " failed";
    append_line(block, text, rows[i].failures > 0 ? emphasis::bad : emphasis::dim, shape);
  }
  return block;
}

std::size_t lines_of(const std::string& block, std::size_t columns) {
  std::size_t lines = 0;
  std::string line;
  for (std::size_t i = 0; i < block.size(); ++i) {
    if (block[i] == '\x1b') {
      i = std::min(block.find('m', i), block.size() - 1);
    } else if (block[i] != '\n') {
      line += block[i];
    } else {
      lines += std::max<std::size_t>(1, (report::columns_of(line) + columns - 1) / columns);
      line.clear();
    }
  }
  return lines;
}

}  // namespace veriload::cli
