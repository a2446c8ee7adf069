// What a route answers: a message, or a script of raw bytes. Flow: routes -> [reply] -> server.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace target {

/// A well-formed answer. The server adds the framing (content-length, connection) itself.
struct message {
  unsigned status = 200;
  std::string body;
  std::string content_type = "application/json";  ///< not sent when empty
  std::vector<std::pair<std::string, std::string>> headers;
  std::chrono::milliseconds wait{0};  ///< before the first byte leaves
};

/// Bytes to send, then a pause; the pair is done `times` times.
struct step {
  std::string bytes;
  std::chrono::milliseconds pause{0};
  std::uint32_t times = 1;
};

/// What happens to the connection when a script has run.
enum class ending {
  keep,   ///< the bytes were a whole answer, the next request may follow
  close,  ///< an orderly FIN
  reset   ///< a RST: the peer sees "connection reset by peer"
};

/// An answer that a well-behaved serialiser would refuse to make, or that takes its time.
///
/// Scripts are plain data, so a test can read what a fault sends without a socket.
struct script {
  std::vector<step> steps;
  ending end = ending::keep;
};

using reply = std::variant<message, script>;

}  // namespace target
