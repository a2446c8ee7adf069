// Takes the chunked framing off a body, resumable at every byte. Flow: response_parser ->
// [chunk_decoder] -> body.
#pragma once

#include "plugins/http/parse_error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// What a decoder did with its input.
enum class decode_step : std::uint8_t {
  need_more,  ///< the input is used up
  body,       ///< a piece of the body was found; call again
  done,       ///< the message ended; what is left of the input is not part of it
  failed,     ///< see error()
};

/// The chunked transfer coding of RFC 9112 7.1. Chunk extensions are skipped, trailers are checked
/// as header lines are. Lines of the framing must end in CR LF: two readings of where a
/// chunk ends are two readings of where the next answer starts. Trailer lines may end in LF alone,
/// as headers.
///
/// Thread: one at a time. No allocation without trailers.
class chunk_decoder {
 public:
  void begin() noexcept {
    trailers_.clear();
    left_ = 0;
    line_bytes_ = 0;
    at_ = at::size_start;
    error_ = parse_error::none;
  }

  /// Moves `input` forward past what was understood; `piece` is set when the step is `body` and
  /// views into the input. After `done` or `failed` only begin() may follow.
  decode_step next(std::string_view& input, std::string_view& piece);

  parse_error error() const noexcept { return error_; }

  /// The trailer lines so far with their ends, and the empty line behind them; at most 64 KiB.
  std::string_view trailers() const noexcept { return trailers_; }

 private:
  enum class at : std::uint8_t {
    size_start,
    size,
    size_blank,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    line_start,
    trailer_name,
    trailer_value,
    trailer_lf,
    end_lf,
    end,
  };

  decode_step fail(parse_error error) noexcept {
    error_ = error;
    return decode_step::failed;
  }
  parse_error take_size_byte(char c) noexcept;
  parse_error take_trailer_byte(char c) noexcept;

  std::string trailers_;
  std::uint64_t left_ = 0;        // of the chunk, or its size while that is read
  std::uint32_t line_bytes_ = 0;  // of the size line, or of all trailers
  at at_ = at::size_start;
  parse_error error_ = parse_error::none;
};

}  // namespace veriload::http_plugin
