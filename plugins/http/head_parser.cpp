#include "plugins/http/head_parser.hpp"

#include "plugins/http/character_class.hpp"

#include <algorithm>

namespace veriload::http_plugin {
namespace {

constexpr int leading_empty_lines = 4;
constexpr std::string_view http_1 = "HTTP/1.";

// What the header lines said so far about framing and the connection.
struct framing_words {
  bool close = false;
  bool keep_alive = false;
  bool coded = false;  // some transfer-encoding was there
};

inline parse_error keep_length(std::uint64_t length, response_head& head) {
  if (head.has_length && head.length != length) return parse_error::content_lengths;
  head.has_length = true;
  head.length = length;
  return parse_error::none;
}

parse_error read_number(std::string_view digits, response_head& head) {
  if (digits.empty()) return parse_error::content_length;
  std::uint64_t length = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c) - '0';
    if (digit > 9) return parse_error::content_length;
    if (length > (INT64_MAX - digit) / 10) [[unlikely]]
      return parse_error::content_length_range;
    length = length * 10 + digit;
  }
  return keep_length(length, head);
}

// Digits alone, as nearly every server sends it.
inline bool take_usual_length(std::string_view digits, std::uint64_t& length) {
  if (digits.empty() || digits.size() > 18) return false;  // as many digits cannot pass 2^63
  length = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c) - '0';
    if (digit > 9) return false;
    length = length * 10 + digit;
  }
  return true;
}

// Digits alone, or a list of equal numbers ("5, 5"), which proxies make of doubled headers.
inline parse_error read_length(std::string_view value, response_head& head) {
  std::uint64_t length = 0;
  if (take_usual_length(value, length)) [[likely]]
    return keep_length(length, head);
  while (true) {
    const std::size_t comma = value.find(',');
    const parse_error error = read_number(trimmed(value.substr(0, comma)), head);
    if (error != parse_error::none || comma == std::string_view::npos) return error;
    value.remove_prefix(comma + 1);
  }
}

void read_connection(std::string_view value, framing_words& words) {
  if (value.size() == 10 && is_word(value.data(), "keep-alive")) {
    words.keep_alive = true;
    return;
  }
  while (true) {
    const std::size_t comma = value.find(',');
    const std::string_view option = trimmed(value.substr(0, comma));
    if (equal_ignoring_case(option, "close")) words.close = true;
    if (equal_ignoring_case(option, "keep-alive")) words.keep_alive = true;
    if (comma == std::string_view::npos) return;
    value.remove_prefix(comma + 1);
  }
}

// The few headers that frame the message; the length of the name sorts out nearly all others.
inline parse_error read_header(std::string_view name, std::string_view value, response_head& head,
                               framing_words& words) {
  switch (name.size()) {
    case 10:
      if (is_word(name.data(), "connection")) read_connection(value, words);
      if (is_word(name.data(), "set-cookie")) head.sets_cookies = true;
      return parse_error::none;
    case 14:
      if (is_word(name.data(), "content-length")) return read_length(value, head);
      return parse_error::none;
    case 16:
      if (is_word(name.data(), "content-encoding")) head.is_encoded = true;
      return parse_error::none;
    case 17:
      if (!equal_ignoring_case(name, "transfer-encoding")) return parse_error::none;
      // One coding we did not ask for cannot be undone; "chunked" twice would be framed twice.
      if (words.coded || !equal_ignoring_case(value, "chunked"))
        return parse_error::transfer_coding;
      words.coded = true;
      head.chunked = true;
      return parse_error::none;
    default:
      return parse_error::none;
  }
}

class cursor {
 public:
  explicit cursor(std::string_view input)
      : begin_(input.data()), at_(begin_), end_(begin_ + std::min(input.size(), head_limit)) {}

  const char* begin_;
  const char* at_;
  const char* end_;  // at most head_limit bytes: a line that crosses the limit never completes

  head_result more() const {
    const bool full = static_cast<std::size_t>(end_ - begin_) == head_limit;
    if (full) return {head_state::failed, parse_error::head_too_long};
    return {head_state::need_more, parse_error::none};
  }

  // A fault counts when the line it is in is complete, see parse_head.
  head_result fail(parse_error error) const {
    const auto left = static_cast<std::size_t>(end_ - at_);
    if (left == 0 || std::memchr(at_, '\n', left) == nullptr) return more();
    return {head_state::failed, error};
  }

  std::uint32_t place(const char* p) const { return static_cast<std::uint32_t>(p - begin_); }
};

constexpr head_result line_done{head_state::complete, parse_error::none};

// `p` is a control byte or the end: moves past the line end when it is one.
inline head_result end_line(cursor& in, const char* p, parse_error otherwise) {
  if (p == in.end_) return in.more();
  if (*p == '\r') {
    if (p + 1 == in.end_) return in.more();
    if (p[1] != '\n') return in.fail(otherwise);
    ++p;
  } else if (*p != '\n') {
    return in.fail(otherwise);
  }
  in.at_ = p + 1;
  return line_done;
}

head_result parse_status_line(cursor& in, response_head& head) {
  for (int skipped = 0; skipped < leading_empty_lines && in.at_ != in.end_; ++skipped) {
    if (*in.at_ == '\n') {
      ++in.at_;
    } else if (*in.at_ == '\r') {
      if (in.at_ + 1 == in.end_) return in.more();
      if (in.at_[1] != '\n') return {head_state::failed, parse_error::not_http};
      in.at_ += 2;
    } else {
      break;
    }
  }
  const char* p = in.at_;
  const auto there = std::min<std::size_t>(static_cast<std::size_t>(in.end_ - p), http_1.size());
  if (there != 0 && std::memcmp(p, http_1.data(), there) != 0) {
    return {head_state::failed, parse_error::not_http};
  }
  // The shortest line is "HTTP/1.1 200" and LF. A shorter one is read as if zeros followed, so that
  // the bytes of the next line cannot change the verdict.
  char start[13] = {};
  const auto left = static_cast<std::size_t>(in.end_ - in.at_);
  if (left < sizeof start) {
    if (left == 0 || std::memchr(in.at_, '\n', left) == nullptr) return in.more();
    std::memcpy(start, in.at_, left);
    p = start;
  }
  if (!is_digit(p[7]) || p[8] != ' ') return in.fail(parse_error::version);
  if (!is_digit(p[9]) || p[9] == '0' || !is_digit(p[10]) || !is_digit(p[11])) {
    return in.fail(parse_error::status_code);
  }
  head.keep_alive = p[7] != '0';
  head.code = static_cast<std::uint32_t>((p[9] - '0') * 100 + (p[10] - '0') * 10 + (p[11] - '0'));
  if (p[12] != ' ' && p[12] != '\r' && p[12] != '\n') return in.fail(parse_error::status_code);
  return end_line(in, find_control(in.at_ + 12, in.end_), parse_error::status_line_byte);
}

head_result parse_header_line(cursor& in, response_head& head, framing_words& words) {
  const char* const name = in.at_;
  const char* p = find_no_token(name, in.end_);
  if (p == in.end_) return in.more();
  if (*p != ':') {
    if (p == name && is_blank(*p)) return in.fail(parse_error::folded_header);
    if (*p == '\n' || *p == '\r') return in.fail(parse_error::header_without_colon);
    return in.fail(is_blank(*p) ? parse_error::space_before_colon : parse_error::header_name_byte);
  }
  if (p == name) return in.fail(parse_error::header_name_empty);
  const std::string_view name_view(name, static_cast<std::size_t>(p - name));
  ++p;
  while (p != in.end_ && is_blank(*p))
    ++p;
  const char* const value = p;
  const char* value_end = find_control(p, in.end_);

  const head_result end = end_line(in, value_end, parse_error::header_value_byte);
  if (end.state != head_state::complete) return end;
  while (value_end != value && is_blank(value_end[-1]))
    --value_end;
  const std::string_view value_view(value, static_cast<std::size_t>(value_end - value));

  const parse_error error = read_header(name_view, value_view, head, words);
  if (error != parse_error::none) return {head_state::failed, error};
  if (head.n_headers == header_limit) return {head_state::failed, parse_error::too_many_headers};
  head.headers[head.n_headers++] = {in.place(name), static_cast<std::uint32_t>(name_view.size()),
                                    in.place(value), static_cast<std::uint32_t>(value_view.size())};
  return line_done;
}

// The two functions below take lines of the usual shape, as nearly all are: wholly there, in one
// form, ended by CR LF. They leave every other line alone; what that line is, a fault or a forgiven
// form, is for the functions above to say. The searches look at 17 bytes at once; when the input
// has fewer behind a line (no body follows), that line is not usual.

inline bool take_usual_status_line(cursor& in, response_head& head) {
  const char* const p = in.at_;
  if (in.end_ - p < 13 + look_size || std::memcmp(p, "HTTP/1.1 ", 9) != 0) return false;
  if (p[9] < '1' || p[9] > '9' || !is_digit(p[10]) || !is_digit(p[11])) return false;
  if (p[12] != ' ') return false;
  const char* const line_end = find_line_end(p + 13, in.end_ - look_size);
  if (line_end == nullptr) return false;
  head.keep_alive = true;
  head.code = static_cast<std::uint32_t>(p[9] * 100 + p[10] * 10 + p[11] - '0' * 111);
  in.at_ = line_end + 2;
  return true;
}

// Takes header lines while they are usual; `error` is what one of them says about the framing.
inline void take_usual_header_lines(cursor& in, response_head& head, framing_words& words,
                                    parse_error& error) {
  // Bit n is set when a name of n bytes may be one that read_header() knows.
  constexpr std::uint32_t framing_sizes = 1u << 10 | 1u << 14 | 1u << 16 | 1u << 17;
  if (in.end_ - in.at_ < look_size) return;
  const char* const begin = in.begin_;
  const char* const last = in.end_ - look_size;
  const char* name = in.at_;
  header_place* place = head.headers.data() + head.n_headers;
  while (place != head.headers.data() + header_limit) {
    const char* const name_end = find_name_end(name, last);
    if (name_end == nullptr || *name_end != ':' || name_end == name) break;
    const char* const line_end = find_line_end(name_end + 1, last);
    if (line_end == nullptr) break;
    const char* const value = name_end + 1 + (name_end[1] == ' ');
    // A tab is a control byte and was not found: what is left to trim are spaces.
    if (*value == ' ' || line_end[-1] == ' ') break;
    const auto name_size = static_cast<std::uint32_t>(name_end - name);
    const auto value_size = static_cast<std::uint32_t>(line_end - value);
    *place++ = {static_cast<std::uint32_t>(name - begin), name_size,
                static_cast<std::uint32_t>(value - begin), value_size};
    if (name_size < 18 && (framing_sizes >> name_size & 1) != 0) {
      error = read_header({name, name_size}, {value, value_size}, head, words);
      if (error != parse_error::none) [[unlikely]]
        break;
    }
    name = line_end + 2;
  }
  head.n_headers = static_cast<std::uint32_t>(place - head.headers.data());
  in.at_ = name;
}

head_result end_head(const cursor& in, response_head& head, const framing_words& words) {
  head.size = in.place(in.at_);
  if (head.size <= head.text.size()) {
    std::memcpy(head.text.data(), in.begin_, head.size);
    head.text_size = head.size;
  }
  // Both framings at once is how answers are smuggled: chunked wins, the connection is not kept.
  const bool doubtful = words.coded && (head.has_length || !head.keep_alive);
  head.keep_alive = (head.keep_alive || words.keep_alive) && !words.close && !doubtful;
  if (head.chunked) head.has_length = false;
  return line_done;
}

}  // namespace

head_result parse_new_head(std::string_view input, response_head& head) noexcept {
  cursor in(input);
  framing_words words;
  ++head.version;
  head.text_size = 0;
  head.n_headers = 0;
  head.chunked = head.has_length = head.sets_cookies = head.is_encoded = false;
  head.length = 0;

  if (!take_usual_status_line(in, head)) {
    const head_result line = parse_status_line(in, head);
    if (line.state != head_state::complete) return line;
  }
  while (true) {
    parse_error error = parse_error::none;
    take_usual_header_lines(in, head, words, error);
    if (error != parse_error::none) return {head_state::failed, error};
    if (in.at_ == in.end_) return in.more();
    if (*in.at_ == '\r' || *in.at_ == '\n') {
      const head_result line = end_line(in, in.at_, parse_error::header_name_byte);
      return line.state == head_state::complete ? end_head(in, head, words) : line;
    }
    const head_result line = parse_header_line(in, head, words);
    if (line.state != head_state::complete) return line;
  }
}

}  // namespace veriload::http_plugin
