// Lines for people: where plugins and scenarios write. Flow: any stage -> [log] -> stderr.
#pragma once

#include "core/base/clock.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace veriload::host {

/// A thinned, escaped stream of log lines.
///
/// At most `per_second` lines of each second pass; what is left out is counted and said in one line
/// when the flood ends. Thread: any; a mutex is held only for lines that pass the level.
class log_lines {
 public:
  using sink = std::function<void(std::string_view line)>;

  /// `write` receives whole lines with their newline, one call at a time; `clock` is monotonic.
  explicit log_lines(sink write, std::int32_t least_level, std::uint32_t per_second = 100,
                     base::ns (*clock)() noexcept = base::monotonic_now);

  bool enabled(std::int32_t level) const noexcept {
    return level >= least_level_.load(std::memory_order_relaxed);
  }
  void set_level(std::int32_t least_level) noexcept { least_level_ = least_level; }

  /// Writes "warning plugin-id: text key=value". Control characters are escaped; a line is cut
  /// after at most 2,000 bytes, at a character.
  void write(std::int32_t level, std::string_view who, std::string_view text,
             std::span<const std::pair<std::string_view, std::string_view>> pairs = {});

 private:
  bool passes(base::ns now);

  std::atomic<std::int32_t> least_level_;
  std::mutex mutex_;
  sink write_;
  std::uint32_t per_second_;
  base::ns (*clock_)() noexcept;
  base::ns window_ = 0;
  std::uint32_t in_window_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace veriload::host
