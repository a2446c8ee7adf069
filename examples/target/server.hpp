// Accepts connections and carries requests to the routes. Flow: main -> [server] -> routes.
#pragma once

#include "examples/target/routes.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace target {

/// A listening socket with its threads.
///
/// Each thread has its own loop and a connection stays on one loop; connections are dealt out in
/// turn.
class server {
 public:
  /// Binds and listens. `port` 0 takes a free one. Throws std::runtime_error with one line that
  /// names the address when that is not possible. `state` must outlive the server and have
  /// `threads` count tables.
  server(const std::string& host, std::uint16_t port, unsigned threads, world& state);
  ~server();

  std::uint16_t port() const;

  /// Serves until SIGINT or SIGTERM, then drops what is open and returns. Call once.
  void run();

 private:
  struct loops;
  std::unique_ptr<loops> loops_;
};

}  // namespace target
