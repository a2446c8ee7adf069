// What can be wrong with an answer, each with one fixed text. Flow: parsers -> [parse_error] ->
// reply.
#pragma once

#include <cstdint>

namespace veriload::http_plugin {

enum class parse_error : std::uint8_t {
  none,
  not_http,              ///< the peer does not speak HTTP/1.x on this port
  version,               ///< HTTP/1.x without a digit, or followed by anything but a blank
  status_code,           ///< not three digits, or below 100
  status_line_byte,      ///< a control byte in the reason phrase
  head_too_long,         ///< over 64 KiB
  too_many_headers,      ///< over 256
  too_many_interims,     ///< over 32 answers of class 1xx before the real one
  header_without_colon,  ///< the line ends before a colon
  header_name_empty,     ///< the line starts with a colon
  header_name_byte,      ///< a byte that no field name has
  space_before_colon,    ///< request smuggling aid, RFC 9112 5.1
  header_value_byte,     ///< a control byte, NUL or lone CR in a value
  folded_header,         ///< a line that starts with a blank, RFC 9112 5.2
  content_length,        ///< not digits alone
  content_length_range,  ///< does not fit into 63 bits
  content_lengths,       ///< two that differ
  transfer_coding,       ///< anything but one "chunked"
  chunk_size,            ///< no hexadecimal digit where the size must be
  chunk_size_range,      ///< does not fit into 63 bits
  chunk_size_line,       ///< over 4 KiB, a control byte, or not ended by CR LF
  chunk_end,             ///< no CR LF after the bytes of a chunk
  trailer,               ///< a trailer line that is no header line
  trailers_too_long,     ///< over 64 KiB
};

/// Lower case, says what was found and what was expected; static storage. Thread: any.
const char* text(parse_error error) noexcept;

}  // namespace veriload::http_plugin
