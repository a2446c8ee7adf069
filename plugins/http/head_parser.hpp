// Parses the head of an answer where it lies, without copying. Flow: bytes -> [head_parser] ->
// response_parser.
#pragma once

#include "plugins/http/parse_error.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace veriload::http_plugin {

inline constexpr std::size_t head_limit = 65536;  ///< bytes, the blank line included
inline constexpr std::size_t header_limit = 256;

/// One header line as places in the head, so that the head may be moved.
struct header_place {
  std::uint32_t name_at;
  std::uint32_t name_size;
  std::uint32_t value_at;
  std::uint32_t value_size;  ///< without blanks at the ends
};

/// What a head says. Large: one per worker serves as scratch, none is kept per connection.
///
/// It remembers the bytes it was made from: answers of one server often begin with the very same
/// ones for a second, and then nothing has to be parsed. Written by parse_head() alone.
struct response_head {
  std::uint32_t size;       ///< bytes from the start of the input to the end of the blank line
  std::uint32_t code;       ///< 100 to 999
  std::uint32_t n_headers;  ///< filled entries of `headers`
  bool keep_alive;          ///< the peer will keep the connection, as version and headers say
  bool chunked;             ///< transfer-encoding: chunked
  bool has_length;          ///< a content-length header was there
  bool sets_cookies;        ///< a set-cookie header was there
  bool is_encoded;          ///< a content-encoding header was there
  std::uint64_t length;     ///< its value, below 2^63
  std::array<header_place, header_limit> headers;

  std::uint64_t version = 0;    ///< another number for other contents; 0 = none yet
  std::uint32_t text_size = 0;  ///< filled bytes of `text`; 0 = remembers nothing
  std::array<char, 2048> text;  ///< the head, unless it is longer

  /// Whether `input` starts with the head that was parsed last.
  bool remembers(std::string_view input) const noexcept {
    return text_size != 0 && input.size() >= text_size &&
           std::memcmp(input.data(), text.data(), text_size) == 0;
  }
};

enum class head_state : std::uint8_t { complete, need_more, failed };

struct head_result {
  head_state state;
  parse_error error;  ///< set when failed
};

/// Parses a head at the start of `input`, which may hold more than the head or only a part of it.
///
/// need_more: call again with the same bytes and more behind them; `head` holds nothing then. A
/// fault of a line is told when the whole line is there (the first line's "HTTP/1." at once), so
/// that the outcome does not depend on how the bytes were cut.
///
/// Up to four empty lines before the status line are skipped (RFC 9112 2.2 asks for that of
/// servers; some servers send a stray CR LF after a body). A line may end in LF alone: RFC 9112 2.2
/// allows it, the usual clients do it, and a load test has to be able to drive such servers.
/// Framing lines of chunked bodies are not forgiven (chunk_decoder).
///
/// No allocation. Thread: any.
inline head_result parse_head(std::string_view input, response_head& head) noexcept;

/// The same for a head that is not the one that was parsed last.
head_result parse_new_head(std::string_view input, response_head& head) noexcept;

head_result parse_head(std::string_view input, response_head& head) noexcept {
  if (head.remembers(input)) return {head_state::complete, parse_error::none};
  return parse_new_head(input, head);
}

}  // namespace veriload::http_plugin
