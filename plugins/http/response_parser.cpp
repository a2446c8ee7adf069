#include "plugins/http/response_parser.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

constexpr std::size_t kept_carry =
    4096;  // bytes a connection may hold on to after a long split head
constexpr std::size_t short_head =
    64;  // below this a repeated look costs less than a search for LF
constexpr std::uint8_t interim_limit = 32;

}  // namespace

void response_parser::forget_slices() {
  carry_.clear();
  if (carry_.capacity() > kept_carry) carry_.shrink_to_fit();
  interims_ = 0;
  error_ = parse_error::none;
  chunks_.begin();
  sliced_ = false;
}

response_parser::step response_parser::next(std::string_view& input, std::string_view& piece,
                                            response_head& head) {
  sliced_ = true;
  switch (at_) {
    case at::head:
      return next_head(input, piece, head);
    case at::counted: {
      const std::uint64_t left = static_cast<std::uint64_t>(expected_) - body_bytes_;
      if (left == 0) {
        at_ = at::done;
        return step::done;
      }
      if (input.empty()) return step::need_more;
      piece =
          input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, input.size())));
      input.remove_prefix(piece.size());
      body_bytes_ += piece.size();
      return step::body;
    }
    case at::chunked:
      switch (chunks_.next(input, piece)) {
        case decode_step::need_more:
          return step::need_more;
        case decode_step::body:
          body_bytes_ += piece.size();
          return step::body;
        case decode_step::done:
          at_ = at::done;
          return step::done;
        case decode_step::failed:
          return fail(chunks_.error());
      }
      return step::failed;
    case at::to_end:
      if (input.empty()) return step::need_more;
      piece = input;
      input = {};
      body_bytes_ += piece.size();
      return step::body;
    case at::done:
      return step::done;
  }
  return step::failed;
}

response_parser::step response_parser::next_head(std::string_view& input, std::string_view& piece,
                                                 response_head& head) {
  while (!input.empty()) {
    started_ = true;
    const bool split = !carry_.empty();
    std::string_view text = input;
    const std::size_t carried = carry_.size();
    bool worth_a_look = true;
    if (split) {
      const std::string_view part = input.substr(0, head_limit - carried);
      carry_.append(part);
      text = carry_;
      worth_a_look = carried < short_head || text.size() == head_limit ||
                     part.find('\n') != std::string_view::npos;
    }
    const head_result result =
        worth_a_look ? parse_head(text, head) : head_result{head_state::need_more, {}};
    if (result.state == head_state::failed) return fail(result.error);
    if (result.state == head_state::need_more) {
      if (!split) carry_.assign(input);
      input = {};
      return step::need_more;
    }
    input.remove_prefix(head.size - carried);
    const bool interim = head.code < 200 && head.code != 101;
    if (!interim) {
      piece = text.substr(0, head.size);
      return take_head(head);
    }
    if (head.code == 100) continued_ = true;
    if (++interims_ > interim_limit) return fail(parse_error::too_many_interims);
    carry_.clear();
  }
  return step::need_more;
}

response_parser::step response_parser::take_head(response_head& head) {
  code_ = head.code;
  keep_alive_ = head.keep_alive;
  if (bodiless_ || code_ == 204 || code_ == 304 || code_ == 101) {
    at_ = at::done;
    if (code_ == 101) keep_alive_ = false;
  } else if (head.chunked) {
    at_ = at::chunked;
  } else if (head.has_length) {
    at_ = at::counted;
    expected_ = static_cast<std::int64_t>(head.length);
  } else {
    at_ = at::to_end;
    keep_alive_ = false;
  }
  return step::head;
}

response_parser::step response_parser::end_of_stream() {
  if (at_ == at::to_end || at_ == at::done) {
    at_ = at::done;
    return step::done;
  }
  if (at_ == at::counted && body_bytes_ == static_cast<std::uint64_t>(expected_)) {
    at_ = at::done;
    return step::done;
  }
  return step::failed;
}

}  // namespace veriload::http_plugin
