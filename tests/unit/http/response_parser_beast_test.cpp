// Answers made by chance, parsed here and by Boost.Beast: two readings of the same standard must
// agree.
#include "tests/unit/http/parsing.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <random>
#include <string>

using namespace veriload::http_plugin;
using namespace veriload::http_plugin::test;
namespace http = boost::beast::http;

namespace {

std::string made_answer(std::mt19937& dice) {
  const auto below = [&](unsigned n) { return static_cast<unsigned>(dice() % n); };
  static constexpr int codes[] = {200, 201, 204, 301, 304, 400, 404, 500, 503};
  const int code = codes[below(9)];
  std::string out = "HTTP/1." + std::to_string(below(2)) + " " + std::to_string(code);
  out += below(3) == 0 ? " \r\n" : " Some Reason\r\n";
  for (unsigned i = below(6); i > 0; --i) {
    out += "X-" + std::string(1 + below(20), static_cast<char>('a' + below(26))) + ":" +
           std::string(below(3), ' ') +
           std::string(1 + below(60), static_cast<char>('!' + below(90))) + "\r\n";
  }
  if (below(3) == 0) out += below(2) == 0 ? "Connection: close\r\n" : "connection: keep-alive\r\n";
  std::string body(below(200), 'b');
  if (code == 204 || code == 304) return out + "\r\n";
  if (below(2) == 0)
    return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  if (out[7] == '0') return out + "\r\n" + body;
  out += "Transfer-Encoding: chunked\r\n\r\n";
  while (!body.empty()) {
    const std::string part = body.substr(0, 1 + below(50));
    body.erase(0, part.size());
    char size[32];
    std::snprintf(size, sizeof size, below(2) == 0 ? "%zx\r\n" : "%zX;ext=1\r\n", part.size());
    out += size + part + "\r\n";
  }
  return out + (below(2) == 0 ? "0\r\n\r\n" : "0\r\nX-Trailer: t\r\n\r\n");
}

}  // namespace

BOOST_AUTO_TEST_CASE(agrees_with_another_parser_on_valid_answers) {
  std::mt19937 dice(7);
  for (int i = 0; i < 3000; ++i) {
    const std::string input = made_answer(dice);
    http::response_parser<http::string_body> other;
    other.eager(true);
    boost::beast::error_code error;
    std::size_t at = 0;
    while (at < input.size() && !other.is_done() && !error) {
      at += other.put(boost::asio::buffer(input.data() + at, input.size() - at), error);
    }
    if (!error && !other.is_done()) other.put_eof(error);
    BOOST_TEST_CONTEXT(input) {
      BOOST_REQUIRE(!error);
      const outcome seen = parse_whole(input);
      BOOST_REQUIRE((seen.end == outcome::ending::done));
      BOOST_TEST(seen.code == other.get().result_int());
      BOOST_TEST(seen.body == other.get().body());
      BOOST_TEST(seen.keep_alive == other.keep_alive());
      for (const auto& [name, value] : seen.headers) {
        BOOST_TEST((other.get().count(name) > 0 || value == "t"));
        if (other.get().count(name) == 1) BOOST_TEST(std::string(other.get()[name]) == value);
      }
    }
  }
}
