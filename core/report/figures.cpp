#include "core/report/figures.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace veriload::report {
namespace {

std::string decimals(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

// Three significant digits, zeros kept: 1.20, 18.5, 240.
std::string three_digits(double value) {
  if (value >= 99.95) return decimals(value, 0);
  return decimals(value, value >= 9.995 ? 1 : 2);
}

}  // namespace

std::string count_text(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3; at -= 3)
    text.insert(at - 3, 1, ',');
  return text;
}

std::string rate_text(double value) {
  if (!(std::abs(value) < 1e15)) {  // also what is no number
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
  }
  if (value >= 999.95) return count_text(static_cast<std::uint64_t>(std::llround(value)));
  if (value == 0.0) return "0";
  return value >= 0.995 ? decimals(value, 1) : decimals(value, 2);
}

std::string length_text(base::ns length) {
  const auto ns = static_cast<double>(length);
  if (length == 0) return "0 ms";
  if (ns < 999.5e3) return three_digits(ns / 1e3) + " us";
  if (ns < 999.5e6) return three_digits(ns / 1e6) + " ms";
  if (ns < 600e9) return three_digits(ns / 1e9) + " s";
  return three_digits(ns / 60e9) + " min";
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1'000) return std::to_string(bytes) + " B";
  static constexpr std::array units{"kB", "MB", "GB", "TB", "PB"};
  double value = static_cast<double>(bytes) / 1'000;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1'000;
    ++unit;
  }
  return three_digits(value) + " " + units[unit];
}

std::string share_text(double share) {
  const double percent = share * 100;
  if (share == 0.0) return "0 %";
  if (share == 1.0) return "100 %";
  if (percent < 0.01) return "< 0.01 %";
  if (percent < 1) return decimals(percent, 2) + " %";
  // Rounded towards 0, so that one failure in a million never shows as 100 % passed.
  if (percent > 99) return decimals(std::floor(percent * 100) / 100, 2) + " %";
  return decimals(percent, 1) + " %";
}

}  // namespace veriload::report
