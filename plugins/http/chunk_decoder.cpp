#include "plugins/http/chunk_decoder.hpp"

#include "plugins/http/character_class.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

constexpr std::uint32_t size_line_limit = 4096;
constexpr std::uint32_t trailer_limit = 65536;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

parse_error chunk_decoder::take_size_byte(char c) noexcept {
  if (++line_bytes_ > size_line_limit) return parse_error::chunk_size_line;
  switch (at_) {
    case at::size_start:
    case at::size:
      if (const int digit = hex_value(c); digit >= 0) {
        if (left_ > (INT64_MAX >> 4)) return parse_error::chunk_size_range;
        left_ = left_ << 4 | static_cast<std::uint64_t>(digit);
        at_ = at::size;
        return parse_error::none;
      }
      if (at_ == at::size_start) return parse_error::chunk_size;
      [[fallthrough]];
    case at::size_blank:  // some servers pad the size with blanks
      if (c == '\r') {
        at_ = at::size_lf;
      } else if (c == ';') {
        at_ = at::extension;
      } else if (is_blank(c)) {
        at_ = at::size_blank;
      } else {
        return c == '\n' ? parse_error::chunk_size_line : parse_error::chunk_size;
      }
      return parse_error::none;
    case at::extension:
      if (c == '\r') {
        at_ = at::size_lf;
      } else if (is_control(c)) {
        return parse_error::chunk_size_line;
      }
      return parse_error::none;
    default:  // size_lf
      if (c != '\n') return parse_error::chunk_size_line;
      at_ = left_ == 0 ? at::line_start : at::data;
      line_bytes_ = 0;
      return parse_error::none;
  }
}

parse_error chunk_decoder::take_trailer_byte(char c) noexcept {
  if (++line_bytes_ > trailer_limit) return parse_error::trailers_too_long;
  switch (at_) {
    case at::line_start:
      if (c == '\r') {
        at_ = at::end_lf;
      } else if (c == '\n') {
        at_ = at::end;
      } else if (is_token_char(c)) {
        at_ = at::trailer_name;
      } else {
        return parse_error::trailer;
      }
      return parse_error::none;
    case at::trailer_name:
      if (c == ':') {
        at_ = at::trailer_value;
      } else if (!is_token_char(c)) {
        return parse_error::trailer;
      }
      return parse_error::none;
    case at::trailer_value:
      if (c == '\r') {
        at_ = at::trailer_lf;
      } else if (c == '\n') {
        at_ = at::line_start;
      } else if (is_control(c)) {
        return parse_error::trailer;
      }
      return parse_error::none;
    case at::trailer_lf:
      if (c != '\n') return parse_error::trailer;
      at_ = at::line_start;
      return parse_error::none;
    default:  // end_lf
      if (c != '\n') return parse_error::trailer;
      at_ = at::end;
      return parse_error::none;
  }
}

decode_step chunk_decoder::next(std::string_view& input, std::string_view& piece) {
  while (at_ != at::end) {
    if (input.empty()) return decode_step::need_more;
    if (at_ == at::data) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
      piece = input.substr(0, size);
      input.remove_prefix(size);
      left_ -= size;
      if (left_ == 0) at_ = at::data_cr;
      return decode_step::body;
    }
    const char c = input.front();
    input.remove_prefix(1);
    if (at_ == at::data_cr || at_ == at::data_lf) {
      if (c != (at_ == at::data_cr ? '\r' : '\n')) return fail(parse_error::chunk_end);
      at_ = at_ == at::data_cr ? at::data_lf : at::size_start;
      continue;
    }
    const parse_error error = at_ < at::data ? take_size_byte(c) : take_trailer_byte(c);
    if (error != parse_error::none) return fail(error);
    if (at_ >= at::line_start && line_bytes_ != 0) trailers_ += c;
  }
  return decode_step::done;
}

}  // namespace veriload::http_plugin
