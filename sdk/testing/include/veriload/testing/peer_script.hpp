// What the peer at the other end of a stream does, step by step. Flow: test -> [peer_script] ->
// fake_stream.
#pragma once

#include <veriload_abi.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace veriload::testing {

/// Steps that run in order; each `expect` waits for bytes of the code under test.
///
///     peer_script().expect("PING\r\n").send("PONG\r\n").silence(2 * second).reset()
///
/// After the last step the peer is silent, or begins again when the script says `repeat`.
class peer_script {
 public:
  /// Waits for exactly these bytes; other bytes are a complaint of the loop.
  peer_script& expect(std::string bytes) { return add(kind::expect, std::move(bytes)); }
  /// Waits for all bytes up to and with `end`, whatever they are.
  peer_script& expect_until(std::string end) { return add(kind::expect_until, std::move(end)); }
  /// Sends bytes; in pieces of `piece` bytes, each delivered on its own.
  peer_script& send(std::string bytes, std::size_t piece = SIZE_MAX) {
    add(kind::send, std::move(bytes));
    steps_.back().piece = piece == 0 ? 1 : piece;
    return *this;
  }
  /// Sends nothing for so long; what follows comes that much later.
  peer_script& silence(vl_ns duration) {
    add(kind::silence, {});
    steps_.back().duration = duration;
    return *this;
  }
  /// Ends its side in order; resets the connection.
  peer_script& close() { return add(kind::close, {}); }
  peer_script& reset() { return add(kind::reset, {}); }
  /// Begins again after the last step.
  peer_script& repeat() {
    repeats_ = true;
    return *this;
  }

 private:
  friend struct fake_stream;
  enum class kind { expect, expect_until, send, silence, close, reset };
  struct step {
    kind what;
    std::string bytes;
    std::size_t piece = SIZE_MAX;
    vl_ns duration = 0;
  };

  peer_script& add(kind what, std::string bytes) {
    steps_.push_back({what, std::move(bytes)});
    return *this;
  }

  std::deque<step> steps_;
  bool repeats_ = false;
};

}  // namespace veriload::testing
