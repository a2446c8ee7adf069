#include "examples/target/server.hpp"

#include "examples/target/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/resource.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace target {

namespace net = boost::asio;
using acceptor = net::basic_socket_acceptor<net::ip::tcp, executor>;

namespace {

/// As many open files as the system allows: a thousand connections must not fail on a soft limit.
void raise_file_limit() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

struct server::loops {
  loops(unsigned threads, world& shared) : state(shared) {
    for (unsigned i = 0; i < threads; ++i) {
      contexts.push_back(std::make_unique<net::io_context>(1));
      guards.push_back(net::make_work_guard(*contexts.back()));
    }
    // From here on, not from run() on: whoever reads that we listen may send a signal at once.
    stop = std::make_unique<net::signal_set>(*contexts.front(), SIGINT, SIGTERM);
  }

  net::awaitable<void, executor> accept_all();

  world& state;
  std::vector<std::unique_ptr<net::io_context>> contexts;
  std::vector<net::executor_work_guard<executor>> guards;
  std::unique_ptr<acceptor> listening;
  std::unique_ptr<net::signal_set> stop;
};

server::server(const std::string& host, std::uint16_t port, unsigned threads, world& state)
    : loops_(std::make_unique<loops>(threads, state)) {
  raise_file_limit();
  const auto name = host + ":" + std::to_string(port);
  try {
    const net::ip::tcp::endpoint at(net::ip::make_address(host), port);
    // The acceptor sets SO_REUSEADDR, which lets a restart bind at once and still refuses a taken
    // port.
    loops_->listening = std::make_unique<acceptor>(loops_->contexts.front()->get_executor(), at);
    loops_->listening->listen(net::socket_base::max_listen_connections);
  } catch (const boost::system::system_error& e) {
    throw std::runtime_error("cannot listen on " + name + ": " + e.code().message());
  }
}

server::~server() = default;

std::uint16_t server::port() const { return loops_->listening->local_endpoint().port(); }

net::awaitable<void, executor> server::loops::accept_all() {
  constexpr auto awaited = net::as_tuple(net::use_awaitable_t<executor>{});
  for (std::size_t turn = 0;; turn = (turn + 1) % contexts.size()) {
    auto [error, socket] =
        co_await listening->async_accept(contexts[turn]->get_executor(), awaited);
    if (error) {
      // Out of file descriptors: others must close first, and asking again at once would only burn
      // time.
      net::steady_timer rest(contexts.front()->get_executor(), std::chrono::milliseconds(20));
      co_await rest.async_wait(awaited);
      continue;
    }
    net::co_spawn(contexts[turn]->get_executor(), serve(std::move(socket), state, turn),
                  net::detached);
  }
}

void server::run() {
  loops_->stop->async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    for (auto& context : loops_->contexts)
      context->stop();
  });
  net::co_spawn(loops_->contexts.front()->get_executor(), loops_->accept_all(), net::detached);

  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < loops_->contexts.size(); ++i) {
    threads.emplace_back([&context = *loops_->contexts[i]] { context.run(); });
  }
  loops_->contexts.front()->run();
}

}  // namespace target
