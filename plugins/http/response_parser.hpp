// Turns the bytes of one answer into its head and the pieces of its body. Flow: stream ->
// [response_parser] -> connection.
#pragma once

#include "plugins/http/chunk_decoder.hpp"
#include "plugins/http/head_parser.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace veriload::http_plugin {

/// One answer at a time, fed with slices of any size; the outcome does not depend on the slicing.
///
/// A head that lies whole in a slice is parsed there, without copy or allocation; only a head that
/// spans slices is gathered in an own buffer. Interim answers (1xx) are skipped, but 101, which
/// ends the answer and the HTTP on the connection.
///
///     parser.begin(verb == "HEAD");
///     while (true) switch (parser.next(input, piece, scratch)) {
///       case step::head: ...  // scratch says what, piece is the head it points into
///       case step::body: ...  // piece
///       ...
///     }
///
/// Thread: one at a time.
class response_parser {
 public:
  enum class step : std::uint8_t {
    need_more,  ///< the input is used up
    head,    ///< `head` is filled, `piece` is the text that its places count from; until the next
             ///< call
    body,    ///< `piece` is the next part of the body, inside the input
    done,    ///< complete; what is left of the input is not part of it
    failed,  ///< see error(); the connection is of no more use
  };

  /// Starts over for the next answer. `bodiless` when the request was HEAD.
  void begin(bool bodiless) {
    if (sliced_) [[unlikely]]
      forget_slices();
    body_bytes_ = 0;
    expected_ = -1;
    code_ = 0;
    at_ = at::head;
    bodiless_ = bodiless;
    keep_alive_ = started_ = continued_ = false;
  }

  /// Takes an answer of known length when `input` is all of it and nothing else, as nearly every
  /// short one is: the outcome is that of next(). False, with nothing taken, for any other input.
  bool take_whole(std::string_view input, std::string_view& head_text, std::string_view& body,
                  response_head& head);

  /// Takes from the front of `input`. `head` is scratch memory: valid after step::head, used by
  /// nothing else.
  step next(std::string_view& input, std::string_view& piece, response_head& head);

  /// The peer ended the stream: done when that is how the body ends, else failed with error() none.
  step end_of_stream();

  parse_error error() const { return error_; }
  /// A byte of the answer was seen.
  bool started() const { return started_; }
  /// The final head was seen.
  bool has_head() const { return at_ > at::head; }
  std::uint32_t code() const { return code_; }
  std::uint64_t body_bytes() const { return body_bytes_; }
  /// Bytes of the whole body by its content-length, or -1 when the head does not tell.
  std::int64_t body_expected() const { return expected_; }
  /// A 100 Continue was among the interim answers.
  bool continued() const { return continued_; }
  /// After done: the lines of the trailers as they came and the empty line after them.
  std::string_view trailers() const { return chunks_.trailers(); }
  /// After done: the connection may carry a further request.
  bool keep_alive() const { return keep_alive_; }

 private:
  enum class at : std::uint8_t { head, counted, chunked, to_end, done };

  step next_head(std::string_view& input, std::string_view& piece, response_head& head);
  step take_head(response_head& head);
  void forget_slices();
  step fail(parse_error error) {
    error_ = error;
    return step::failed;
  }

  std::string carry_;  // the start of a head that spans slices
  std::uint64_t body_bytes_ = 0;
  std::int64_t expected_ = -1;
  chunk_decoder chunks_;
  std::uint32_t code_ = 0;
  std::uint8_t interims_ = 0;
  at at_ = at::head;
  parse_error error_ = parse_error::none;
  bool bodiless_ = false;
  bool keep_alive_ = false;
  bool started_ = false;
  bool continued_ = false;
  bool sliced_ = false;  // next() was called: what only that uses may be in use
};

inline bool response_parser::take_whole(std::string_view input, std::string_view& head_text,
                                        std::string_view& body, response_head& head) {
  if (at_ != at::head || bodiless_ || !carry_.empty()) return false;
  if (parse_head(input, head).state != head_state::complete) return false;
  if (!head.has_length || head.length != input.size() - head.size) return false;
  if (head.code < 200 || head.code == 204 || head.code == 304) return false;
  started_ = true;
  head_text = input.substr(0, head.size);
  body = input.substr(head.size);
  code_ = head.code;
  keep_alive_ = head.keep_alive;
  expected_ = static_cast<std::int64_t>(head.length);
  body_bytes_ = head.length;
  at_ = at::done;
  return true;
}

}  // namespace veriload::http_plugin
