#include "examples/target/routes.hpp"

#include <array>

namespace target {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view good_head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

std::string head_with_length(std::string_view length) {
  return std::string(good_head).append("Content-Length: ").append(length).append("\r\n\r\n");
}

reply reset(const call&) { return script{{}, ending::reset}; }
reply close(const call&) { return script{{}, ending::close}; }

/// 1000 bytes are announced, 10 come.
reply close_mid_body(const call&) {
  return script{{{head_with_length("1000") + "0123456789"}}, ending::close};
}

/// 5 bytes are announced, 20 come; the connection stays open, so the rest stands before the next
/// answer.
reply wrong_length(const call&) {
  return script{{{head_with_length("5") + "01234567890123456789"}}, ending::keep};
}

reply garbage(const call&) {
  return script{{{"\x16\x03\x01\x02 this is not HTTP\r\n\r\n\xff\xfe"}}, ending::close};
}

/// Header lines until the peer gives up, 64 MiB at most.
reply endless_headers(const call&) {
  std::string lines;
  while (lines.size() < 16 * 1024)
    lines += "X-Filler: 0123456789012345678901234567890123456789\r\n";
  return script{{{std::string(good_head)}, {lines, milliseconds(0), 4096}}, ending::close};
}

/// The request is read and never answered; the connection is given up after 30 seconds.
reply silent(const call&) { return script{{{"", milliseconds(30'000)}}, ending::close}; }

/// A good answer whose head takes five seconds, a line every half second.
reply slow_headers(const call&) {
  return script{{{std::string(good_head), milliseconds(500)},
                 {"X-Slow: yes\r\n", milliseconds(500), 9},
                 {"Content-Length: 5\r\n\r\nslow\n"}},
                ending::keep};
}

reply bad_chunk(const call&) {
  std::string head(good_head);
  head += "Transfer-Encoding: chunked\r\n\r\n";
  return script{{{head + "5\r\nhello\r\n"}, {"zz\r\nnot a size\r\n0\r\n\r\n"}}, ending::close};
}

reply half_status_line(const call&) { return script{{{"HTTP/1.1 20"}}, ending::close}; }

}  // namespace

std::span<const route> fault_routes() {
  static constexpr std::array rows{
      route{"/fault/reset", any_method, reset},
      route{"/fault/close", any_method, close},
      route{"/fault/close-mid-body", any_method, close_mid_body},
      route{"/fault/wrong-length", any_method, wrong_length},
      route{"/fault/garbage", any_method, garbage},
      route{"/fault/endless-headers", any_method, endless_headers},
      route{"/fault/silent", any_method, silent},
      route{"/fault/slow-headers", any_method, slow_headers},
      route{"/fault/bad-chunk", any_method, bad_chunk},
      route{"/fault/half-status-line", any_method, half_status_line},
  };
  return rows;
}

}  // namespace target
