// Texts from outside, cut to a size that can be kept. Flow: error texts -> [cut] -> recorder.
#pragma once

#include <cstddef>
#include <string_view>

namespace veriload::aggregation {

/// What is kept of an error text, in bytes.
inline constexpr std::size_t longest_error_text = 240;

/// The first `most` bytes of `text` at the most, cut between two UTF-8 characters. Thread: any.
constexpr std::string_view cut_text(std::string_view text, std::size_t most) noexcept {
  if (text.size() <= most) return text;
  // A character's later bytes are 10xxxxxx and at most three: other bytes than UTF-8 lose no more.
  std::size_t end = most;
  while (end > 0 && most - end < 3 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  return text.substr(0, end);
}

}  // namespace veriload::aggregation
