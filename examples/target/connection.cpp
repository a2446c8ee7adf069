#include "examples/target/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <optional>

namespace target {

namespace net = boost::asio;
namespace http = boost::beast::http;

namespace {

using std::chrono::milliseconds;
using work = net::awaitable<bool, executor>;  // false: the connection is over
using timer = net::basic_waitable_timer<std::chrono::steady_clock,
                                        net::wait_traits<std::chrono::steady_clock>, executor>;

constexpr auto awaited = net::as_tuple(net::use_awaitable_t<executor>{});
constexpr std::size_t max_body_bytes = 16 << 20;
constexpr std::uint32_t max_head_bytes = 64 << 10;

using request_parser = http::request_parser<http::string_body>;

/// True when the peer has closed or reset the connection.
bool peer_left(tcp_socket& socket) {
  char byte;
  const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
}

/// Waits in slices, so that connections whose peer has left do not pile up.
work pause(tcp_socket& socket, milliseconds length) {
  constexpr milliseconds slice{250};
  timer clock(socket.get_executor());
  while (length > milliseconds::zero()) {
    clock.expires_after(std::min(length, slice));
    length -= std::min(length, slice);
    co_await clock.async_wait(awaited);
    const bool left = peer_left(socket);
    if (left) co_return false;
  }
  co_return true;
}

work send(tcp_socket& socket, const script& play) {
  for (const step& part : play.steps) {
    for (std::uint32_t i = 0; i < part.times; ++i) {
      const auto [error, sent] =
          co_await net::async_write(socket, net::buffer(part.bytes), awaited);
      if (error) co_return false;
      const bool stays = co_await pause(socket, part.pause);
      if (!stays) co_return false;
    }
  }
  if (play.end == ending::reset) {
    boost::system::error_code ignored;
    socket.set_option(net::socket_base::linger(true, 0), ignored);
    // Not left to the destructor, which would take the linger option back.
    socket.close(ignored);
  } else if (play.end == ending::close) {
    boost::system::error_code ignored;
    socket.shutdown(net::socket_base::shutdown_send, ignored);
  }
  co_return play.end == ending::keep;
}

work send(tcp_socket& socket, message said, const request_parser::value_type& asked) {
  const bool stays = co_await pause(socket, said.wait);
  if (!stays) co_return false;

  http::response<http::string_body> out;
  out.version(asked.version());
  out.result(said.status);
  if (out.result() == http::status::unknown) out.reason("Unassigned");
  out.keep_alive(asked.keep_alive());
  out.set(http::field::server, "veriload-target");
  if (!said.content_type.empty()) out.set(http::field::content_type, said.content_type);
  for (const auto& [name, value] : said.headers)
    out.insert(name, value);
  const bool bodiless = said.status == 204 || said.status == 304;
  if (!bodiless) out.content_length(said.body.size());
  if (!bodiless && asked.method() != http::verb::head) out.body() = std::move(said.body);

  const auto [error, sent] = co_await http::async_write(socket, out, awaited);
  co_return !error && asked.keep_alive();
}

/// True when bytes came that are not HTTP, false when they only ended.
bool is_malformed(const boost::system::error_code& error) {
  return error.category() == http::make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

/// Fills `view` with views into `asked`.
void look_at(const request_parser::value_type& asked, request& view) {
  view.method = asked.method_string();
  view.target = asked.target();
  view.body = asked.body();
  view.headers.clear();
  for (const auto& field : asked)
    view.headers.emplace_back(field.name_string(), field.value());
}

}  // namespace

net::awaitable<void, executor> serve(tcp_socket socket, world& state, std::size_t thread) {
  boost::system::error_code ignored;
  socket.set_option(net::ip::tcp::no_delay(true), ignored);
  const auto origin = socket.remote_endpoint(ignored).address().to_string();
  boost::beast::flat_buffer buffer;
  request view;
  view.origin = origin;

  for (bool open = true; open;) {
    request_parser parser;
    parser.body_limit(max_body_bytes);
    parser.header_limit(max_head_bytes);
    const auto [error, got] = co_await http::async_read(socket, buffer, parser, awaited);
    if (error) {
      if (is_malformed(error)) {
        script refusal{
            {{"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"}},
            ending::close};
        co_await send(socket, refusal);
      }
      co_return;
    }
    look_at(parser.get(), view);
    state.counts.add(thread, view.path());
    reply said = answer(view, state);
    if (auto* play = std::get_if<script>(&said)) {
      open = co_await send(socket, *play);
    } else {
      open = co_await send(socket, std::move(std::get<message>(said)), parser.get());
    }
  }
}

}  // namespace target
