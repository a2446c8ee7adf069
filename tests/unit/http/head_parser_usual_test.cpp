// The fast way through a head against the careful one: what follows a head decides which of the two
// reads its last lines, and must not change what they say.
#include "plugins/http/character_class.hpp"
#include "plugins/http/head_parser.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace veriload::http_plugin;

namespace {

struct seen {
  head_state state = head_state::need_more;
  parse_error error = parse_error::none;
  std::uint32_t size = 0, code = 0;
  bool keep_alive = false, chunked = false, has_length = false, sets_cookies = false;
  std::uint64_t length = 0;
  std::vector<std::string> headers;

  bool operator==(const seen&) const = default;
};

// In memory of its own, so that a look past the end is seen by the sanitizer; with a fresh memory
// unless `head` is given.
seen parse(const std::string& input, response_head* head = nullptr) {
  const std::vector<char> copy(input.begin(), input.end());
  static response_head fresh;
  if (head == nullptr) {
    head = &fresh;
    head->text_size = 0;
  }
  const head_result result = parse_head({copy.data(), copy.size()}, *head);
  seen out;
  out.state = result.state;
  out.error = result.error;
  if (result.state != head_state::complete) return out;
  out.size = head->size;
  out.code = head->code;
  out.keep_alive = head->keep_alive;
  out.chunked = head->chunked;
  out.has_length = head->has_length;
  out.sets_cookies = head->sets_cookies;
  out.length = head->length;
  for (std::uint32_t i = 0; i < head->n_headers; ++i) {
    const header_place& at = head->headers[i];
    out.headers.push_back(input.substr(at.name_at, at.name_size) + "=" +
                          input.substr(at.value_at, at.value_size));
  }
  return out;
}

const std::string usual =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Tue, 24 Nov 2026 02:51:12 GMT\r\n"
    "Content-Type: text/plain\r\nContent-Length: 198\r\nSet-Cookie: a=b; Path=/\r\n"
    "Connection: keep-alive\r\nX-Empty:\r\nx-Tight:v\r\n\r\n";

}  // namespace

BOOST_AUTO_TEST_CASE(bytes_behind_a_head_change_nothing_of_it) {
  // Without a body the last lines are read with care, with one all of them are usual.
  const seen alone = parse(usual);
  BOOST_REQUIRE(alone.headers.size() == 8u);
  BOOST_TEST(alone.headers[6] == "X-Empty=");
  BOOST_TEST(alone.headers[7] == "x-Tight=v");
  BOOST_TEST(alone.length == 198u);
  BOOST_TEST(alone.sets_cookies);
  for (std::size_t more = 1; more <= 40; ++more)
    BOOST_TEST((parse(usual + std::string(more, 'b')) == alone));
}

BOOST_AUTO_TEST_CASE(a_changed_byte_means_the_same_to_both_ways) {
  // Every byte in every place. Behind a valid head a body is added and taken away.
  const std::string body(64, 'b');
  for (std::size_t at = 0; at < usual.size(); ++at) {
    for (int c = 0; c < 256; ++c) {
      std::string text = usual;
      text[at] = static_cast<char>(c);
      const seen long_way = parse(text);
      if (long_way.state == head_state::need_more) continue;
      // A changed line end may join the head with what follows; then the body is part of it.
      const seen fast_way = parse(text + body);
      if (!(fast_way == long_way)) BOOST_ERROR("byte " << c << " at " << at);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_head_that_is_remembered_says_what_it_said) {
  response_head head;
  const seen first = parse(usual + "body", &head);
  const std::uint64_t version = head.version;
  BOOST_TEST((parse(usual + "other body", &head) == first));
  BOOST_TEST(head.version == version);

  std::string other = usual;
  other[other.find("198") + 2] = '9';
  BOOST_TEST(parse(other, &head).length == 199u);
  BOOST_TEST(head.version != version);
  BOOST_TEST((parse(usual, &head) == first));
}

BOOST_AUTO_TEST_CASE(neither_a_part_nor_a_fault_is_remembered) {
  response_head head;
  const seen whole = parse(usual, &head);
  for (std::size_t size = 0; size < usual.size(); ++size) {
    BOOST_TEST((parse(usual.substr(0, size), &head).state == head_state::need_more));
    BOOST_TEST((parse(usual, &head) == whole));
  }
  const std::string wrong = "HTTP/1.1 200 OK\r\nno colon\r\n\r\n";
  for (int i = 0; i < 2; ++i)
    BOOST_TEST((parse(wrong, &head).error == parse_error::space_before_colon));
  BOOST_TEST((parse(usual, &head) == whole));
}

BOOST_AUTO_TEST_CASE(a_head_too_long_to_be_remembered_is_parsed_each_time) {
  response_head head;
  const std::string text =
      "HTTP/1.1 200 OK\r\nX-Long: " + std::string(3000, 'x') + "\r\nContent-Length: 1\r\n\r\n";
  const seen first = parse(text + "b", &head);
  BOOST_TEST(head.text_size == 0u);
  BOOST_TEST((parse(text + "b", &head) == first));
}

BOOST_AUTO_TEST_CASE(the_searches_agree_with_their_definitions) {
  for (std::size_t size = look_size; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string text(size, 'a');
        text[at] = static_cast<char>(c);
        const char* const p = text.data();
        const char* const last = p + size - look_size;
        const bool of_name = is_digit(text[at]) || text[at] == '-' ||
                             ((text[at] | 0x20) >= 'a' && (text[at] | 0x20) <= 'z');
        const char* const name_end = find_name_end(p, last);
        // Looks that start at or before `last` reach this far.
        const std::size_t reach = (size - look_size) / 16 * 16 + 16;
        const char* const expected = of_name || at >= reach ? nullptr : p + at;
        if (name_end != expected) BOOST_ERROR("name: byte " << c << " at " << at << " of " << size);
        if (at + 1 < size) text[at + 1] = '\n';
        const char* const line_end = find_line_end(p, last);
        const char* const end = c == '\r' && at < reach ? p + at : nullptr;
        if (line_end != end) BOOST_ERROR("line: byte " << c << " at " << at << " of " << size);
      }
    }
  }
}
