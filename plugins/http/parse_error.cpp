#include "plugins/http/parse_error.hpp"

namespace veriload::http_plugin {

const char* text(parse_error error) noexcept {
  switch (error) {
    case parse_error::none:
      return "no error";
    case parse_error::not_http:
      return "answer does not start with HTTP/1., expected an HTTP/1.x status line";
    case parse_error::version:
      return "malformed HTTP version in the status line, expected HTTP/1.0 or HTTP/1.1";
    case parse_error::status_code:
      return "malformed status code, expected three digits from 100";
    case parse_error::status_line_byte:
      return "control byte in the status line, expected text";
    case parse_error::head_too_long:
      return "answer head is over the limit of 65536 bytes";
    case parse_error::too_many_headers:
      return "answer has over the limit of 256 headers";
    case parse_error::too_many_interims:
      return "over 32 interim (1xx) answers, expected a final one";
    case parse_error::header_without_colon:
      return "header line without a colon, expected name: value";
    case parse_error::header_name_empty:
      return "header line with an empty name, expected name: value";
    case parse_error::header_name_byte:
      return "byte that is not allowed in a header name";
    case parse_error::space_before_colon:
      return "blank between a header name and its colon, expected none";
    case parse_error::header_value_byte:
      return "control byte in a header value, expected text";
    case parse_error::folded_header:
      return "folded header line (starts with a blank), expected name: value";
    case parse_error::content_length:
      return "malformed content-length, expected decimal digits";
    case parse_error::content_length_range:
      return "content-length is too large, expected below 2^63";
    case parse_error::content_lengths:
      return "content-length headers differ, expected one value";
    case parse_error::transfer_coding:
      return "unsupported transfer-encoding, expected chunked alone";
    case parse_error::chunk_size:
      return "malformed chunk size, expected hexadecimal digits";
    case parse_error::chunk_size_range:
      return "chunk size is too large, expected below 2^63";
    case parse_error::chunk_size_line:
      return "malformed end of a chunk size line, expected at most 4096 bytes ended by CR LF";
    case parse_error::chunk_end:
      return "bytes past the end of a chunk, expected CR LF";
    case parse_error::trailer:
      return "malformed trailer line, expected name: value";
    case parse_error::trailers_too_long:
      return "trailers are over the limit of 65536 bytes";
  }
  return "unknown parse error";
}

}  // namespace veriload::http_plugin
