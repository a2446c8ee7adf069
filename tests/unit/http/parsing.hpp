// Feeds a parser in slices and keeps all that came out, for comparison. Flow: used by the parser
// tests.
#pragma once

#include "plugins/http/response_parser.hpp"

#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veriload::http_plugin::test {

/// All that a caller can see of one answer.
struct outcome {
  enum class ending { more, done, failed } end = ending::more;
  parse_error error = parse_error::none;
  unsigned code = 0;
  bool keep_alive = false;
  std::size_t left_over = 0;  // bytes behind the answer
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  bool operator==(const outcome&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const outcome& o) {
  out << "end " << int(o.end) << ", " << text(o.error) << ", code " << o.code << ", keep "
      << o.keep_alive << ", left " << o.left_over << ", body '" << o.body << "'";
  for (const auto& [name, value] : o.headers)
    out << ", " << name << "='" << value << "'";
  return out;
}

/// Feeds slices of at most `size` bytes, the first of `first` bytes; then ends the stream when
/// `ended`. Every slice is a copy of its own, so that a read outside of it is seen by the
/// sanitizer.
inline outcome parse(std::string_view input, std::size_t first, std::size_t size, bool ended = true,
                     bool head_request = false) {
  using step = response_parser::step;
  static response_head scratch;
  response_parser parser;
  parser.begin(head_request);
  outcome seen;
  std::size_t at = 0;
  while (at < input.size() && seen.end == outcome::ending::more) {
    const std::size_t take = std::min(at == 0 ? first : size, input.size() - at);
    if (take == 0) {
      first = size;
      continue;
    }
    const std::unique_ptr<char[]> copy(new char[take]);
    input.copy(copy.get(), take, at);
    std::string_view slice(copy.get(), take);
    at += take;
    for (bool more = true; more;) {
      std::string_view piece;
      switch (parser.next(slice, piece, scratch)) {
        case step::need_more:
          more = false;
          break;
        case step::head:
          for (std::uint32_t i = 0; i < scratch.n_headers; ++i) {
            const header_place& h = scratch.headers[i];
            seen.headers.emplace_back(piece.substr(h.name_at, h.name_size),
                                      piece.substr(h.value_at, h.value_size));
          }
          break;
        case step::body:
          seen.body += piece;
          break;
        case step::done:
          seen.end = outcome::ending::done;
          seen.left_over = slice.size() + (input.size() - at);
          more = false;
          break;
        case step::failed:
          seen.end = outcome::ending::failed;
          more = false;
          break;
      }
    }
  }
  if (seen.end == outcome::ending::more && ended) {
    const bool done = parser.end_of_stream() == step::done;
    seen.end = done ? outcome::ending::done : outcome::ending::failed;
  }
  seen.error = parser.error();
  seen.code = parser.code();
  seen.keep_alive = parser.keep_alive();
  return seen;
}

inline outcome parse_whole(std::string_view input, bool ended = true, bool head_request = false) {
  return parse(input, input.size(), input.size(), ended, head_request);
}

}  // namespace veriload::http_plugin::test
