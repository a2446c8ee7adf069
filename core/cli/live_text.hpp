// What a running run looks like in text. Flow: live view -> [live text] -> progress.
#pragma once

#include "core/run/conductor.hpp"

#include <cstddef>
#include <string>

namespace veriload::cli {

/// One line with everything, without a line feed, for logs.
std::string live_line(const run::live_view& view);

/// How a block may be drawn.
struct live_block_shape {
  std::size_t columns;  ///< no line is longer
  std::size_t lines;    ///< at most as many, at least one
  bool colour;
};

/// A few lines, each ended by a line feed: state, rate and failures, response times of the last
/// second with the lateness of this generator, and the endpoints with the most requests. Text from
/// outside cannot move the cursor. Thread: any.
std::string live_block(const run::live_view& view, const live_block_shape& shape);

/// Lines that a terminal of `columns` needs for a block that was drawn when it was wider. Escape
/// codes take no room.
std::size_t lines_of(const std::string& block, std::size_t columns);

}  // namespace veriload::cli
