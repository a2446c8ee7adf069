#include "core/report/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace veriload::report {

std::string sparkline(std::span<const double> values, std::size_t columns) {
  static constexpr std::array bars{"\u2581", "\u2582", "\u2583", "\u2584",
                                   "\u2585", "\u2586", "\u2587", "\u2588"};
  const std::size_t shown = std::min(values.size(), columns);
  if (shown == 0) return {};
  const double top = std::ranges::max(values);
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t from = i * values.size() / shown;
    const std::size_t to = (i + 1) * values.size() / shown;
    const double peak = std::ranges::max(values.subspan(from, to - from));
    if (peak <= 0) {
      out += ' ';
      continue;
    }
    const auto height = static_cast<std::size_t>(std::ceil(peak / top * bars.size()));
    out += bars[std::clamp<std::size_t>(height, 1, bars.size()) - 1];
  }
  return out;
}

}  // namespace veriload::report
