// A loop and a stream table in memory: scripted peers, virtual time, failures after N operations.
// Flow: used by session tests.
#pragma once

#include "plugins/http/worker.hpp"

#include <veriload_abi.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin::test {

class fake_host;

/// One stream, and what the peer at its other end does with it.
struct fake_stream {
  struct event {
    vl_result result;
    std::string bytes;
  };

  fake_host* host = nullptr;
  std::string target;    ///< "sut:8080"
  std::string received;  ///< what the peer has got
  std::deque<event> incoming;
  vl_reader reader{};
  vl_ns deadline = 0;
  vl_op* writing = nullptr;
  std::string unwritten;  ///< taken from the caller, not yet at the peer
  const char* borrowed =
      nullptr;  ///< the caller's bytes while a write is pending, read again at its end
  std::size_t borrowed_size = 0;
  int answered = 0;  ///< requests that the peer has dealt with
  bool reading = false;
  bool open = true;

  /// The peer sends bytes, ends its side, or resets the connection.
  void send(std::string bytes);
  void end();
  void reset();
};

/// Behaves as veriload_abi.h says; every completion and every delivery comes from step(). Counts
/// what the code under test may not do in `misuse`.
class fake_host {
 public:
  fake_host();
  ~fake_host();
  fake_host(const fake_host&) = delete;
  fake_host& operator=(const fake_host&) = delete;

  services tables() const;
  vl_loop* loop() { return reinterpret_cast<vl_loop*>(this); }

  /// Does the next thing that is due; moves time when nothing else is. False when nothing is left
  /// to do.
  bool step();
  void run();
  /// Runs what is due now, without moving time.
  void settle();
  std::size_t open_streams() const;
  fake_stream& stream(std::size_t index) { return *streams_.at(index); }
  std::size_t streams() const { return streams_.size(); }

  // The script.
  std::function<void(fake_stream&)> on_bytes;  ///< called when the peer has got bytes
  std::deque<vl_result> dials;                 ///< outcomes in order; afterwards all succeed
  bool dial_hangs = false;                     ///< a dial ends by its deadline only
  std::size_t read_slice = SIZE_MAX;           ///< at most so many bytes per delivery
  std::size_t write_at_once = SIZE_MAX;        ///< bytes the kernel takes inside write()
  bool writes_stall = false;                   ///< what is left never goes out
  long fail_after = -1;                        ///< the operation with this number fails
  vl_ns time = 1'000'000'000;

  long operations = 0;
  int writes = 0, deliveries = 0, deadlines_set = 0;
  bool at_top = false;  ///< a completion may run now
  std::vector<std::string> misuse;
  std::vector<std::string> log;

 private:
  friend struct fake_tables;
  struct timer {
    vl_op* op;
    vl_ns when;
  };
  struct pending_dial {
    vl_op* op;
    vl_stream** out;
    std::string target;
    vl_ns deadline;
    bool canceled = false;
  };
  bool fails() { return operations++ == fail_after; }
  bool finish_dial();
  bool deliver();
  bool progress_write();
  bool advance();
  void complete(vl_op* op, vl_result result);

  std::deque<std::pair<vl_op*, vl_result>> ready_;
  std::vector<timer> timers_;
  std::vector<pending_dial> dialing_;
  std::vector<std::unique_ptr<fake_stream>> streams_;
};

/// The number of whole requests that `bytes` starts with, by their content-length.
int count_requests(std::string_view bytes);

}  // namespace veriload::http_plugin::test
