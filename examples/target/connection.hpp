// One connection from accept to close. Flow: server -> [connection] -> routes.
#pragma once

#include "examples/target/routes.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace target {

// The executor is spelled out: a type-erased one costs an allocation and an indirect call per
// operation.
using executor = boost::asio::io_context::executor_type;
using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor>;

/// Serves requests one after the other, pipelined ones in their order, until the peer leaves, sends
/// what is not HTTP, or a script ends the connection. `thread` is the number of the counting table.
boost::asio::awaitable<void, executor> serve(tcp_socket socket, world& state, std::size_t thread);

}  // namespace target
