#include "core/host/log.hpp"

#include "veriload_abi.h"

namespace veriload::host {
namespace {

constexpr std::size_t longest_line = 2'000;

const char* level_name(std::int32_t level) {
  if (level >= VL_LOG_HOST_MISUSE) return "host-misuse";
  if (level >= VL_LOG_PLUGIN_MISUSE) return "plugin-misuse";
  if (level >= VL_LOG_ERROR) return "error";
  if (level >= VL_LOG_WARNING) return "warning";
  if (level >= VL_LOG_INFO) return "info";
  return "debug";
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// U+0080 to U+009F as UTF-8: terminals obey them like ESC sequences.
bool is_c1_control(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return byte(at) == 0xc2 && at + 1 < text.size() && byte(at + 1) >= 0x80 && byte(at + 1) <= 0x9f;
}

void append_escaped(std::string& line, std::string_view text) {
  const auto escape = [&line](char c) {
    constexpr char digits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    line += "\\x";
    line += digits[byte >> 4];
    line += digits[byte & 15];
  };
  for (std::size_t i = 0; i < text.size() && line.size() <= longest_line; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (is_c1_control(text, i)) {
      escape(text[i]);
      escape(text[++i]);
    } else if (byte < 0x20 || byte == 0x7f) {
      escape(text[i]);
    } else {
      line += text[i];
    }
  }
}

void cut(std::string& line) {
  if (line.size() <= longest_line) return;
  std::size_t size = longest_line;
  while (size > 0 && is_continuation(line[size]))
    --size;
  line.resize(size);
}

}  // namespace

log_lines::log_lines(sink write, std::int32_t least_level, std::uint32_t per_second,
                     base::ns (*clock)() noexcept)
    : least_level_(least_level), write_(std::move(write)), per_second_(per_second), clock_(clock) {}

bool log_lines::passes(base::ns now) {
  if (now - window_ >= base::second) {
    window_ = now;
    in_window_ = 0;
    if (left_out_ > 0) {
      write_("warning log: " + std::to_string(left_out_) + " lines were left out\n");
      left_out_ = 0;
    }
  }
  if (in_window_ >= per_second_) {
    ++left_out_;
    return false;
  }
  ++in_window_;
  return true;
}

void log_lines::write(std::int32_t level, std::string_view who, std::string_view text,
                      std::span<const std::pair<std::string_view, std::string_view>> pairs) {
  if (!enabled(level)) return;
  const std::lock_guard lock(mutex_);
  if (!passes(clock_())) return;
  std::string line = level_name(level);
  line += ' ';
  append_escaped(line, who);
  line += ": ";
  append_escaped(line, text);
  for (const auto& [key, value] : pairs) {
    line += ' ';
    append_escaped(line, key);
    line += '=';
    append_escaped(line, value);
  }
  cut(line);
  line += '\n';
  write_(line);
}

}  // namespace veriload::host
