// Streams to scripted peers behind veriload.stream/1. Flow: test -> [fake_network] -> code under
// test.
#pragma once

#include <veriload/testing/fake_loop.hpp>
#include <veriload/testing/peer_script.hpp>

#include <veriload_abi.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace veriload::testing {

class fake_network;

/// What the code under test asked of a dial, copied.
struct seen_dial {
  std::string target;  ///< "sut:8080", "unix:/run/app.sock"
  std::string source, proxy, sni, alpn;
  std::size_t tls_settings = SIZE_MAX;  ///< index in fake_network::tls, or SIZE_MAX = defaults
  vl_ns deadline = 0;
  bool tls = false;
};

/// Settings of `tls_open`, copied.
struct seen_tls {
  std::string ca_file, certificate_file, key_file, key_password, ciphers, key_log_file;
  std::uint32_t flags = 0, min_version = 0, max_version = 0;
  bool open = true;
};

/// One stream, and what the peer at its other end does with it.
struct fake_stream {
  struct arrival {
    vl_result result;
    std::string bytes;
    vl_ns when = 0;  ///< not before
  };

  /// The peer sends bytes, ends its side, or resets the connection.
  void send(std::string bytes);
  void end();
  void reset();
  /// Lets the script go on as far as it can.
  void play();

  fake_network* network = nullptr;
  seen_dial dial;
  std::string target;    ///< as in `dial`
  std::string received;  ///< what the peer has got
  std::deque<arrival> incoming;
  peer_script script;
  int answered = 0;       ///< for the test's own use: requests that the peer has dealt with
  bool open = true;       ///< not closed by the code under test
  bool finished = false;  ///< the code under test ended its side
  bool reading = false;
  bool over = false;  ///< its end was told: nothing follows
  vl_ns deadline = 0;

  // A write that is under way.
  vl_op* writing = nullptr;
  vl_op* finishing = nullptr;
  std::string unwritten;  ///< taken from the caller, not yet at the peer
  std::vector<vl_cbuf> borrowed;
  std::string borrowed_bytes;  ///< what lay there when the write began

  vl_reader reader{};
  std::uint64_t bytes_in = 0;  ///< delivered
  std::size_t read_from = 0;   ///< bytes of `received` that the script has dealt with
  vl_ns quiet_until = 0;
};

/// All streams of one loop. The script is in the public members; what happens is in `stream(i)`.
/// Each start of a dial, outcome of a dial, read_start, write, end of a pending write and delivery
/// is an operation that `fake_loop::fail_at` can make fail.
class fake_network final : public event_source {
 public:
  explicit fake_network(fake_loop& loop);
  ~fake_network() override;
  fake_network(const fake_network&) = delete;
  fake_network& operator=(const fake_network&) = delete;

  static const vl_stream_v1& table() noexcept;

  // --- script ----------------------------------------------------------------------------------

  std::deque<vl_result> dials;                 ///< outcomes in order; afterwards all succeed
  std::deque<peer_script> peers;               ///< scripts of the streams in order
  std::function<void(fake_stream&)> on_bytes;  ///< called when the peer of a stream has got bytes
  bool dial_hangs = false;                     ///< a dial ends by its deadline or a cancel only
  std::size_t read_slice = SIZE_MAX;           ///< at most so many bytes per delivery
  std::size_t write_at_once = SIZE_MAX;        ///< bytes the kernel takes inside `write`
  bool writes_stall = false;                   ///< what is left never goes out
  std::string reason;                          ///< what `reason` says while a failure is told
  std::vector<std::string> blocked;            ///< hosts that are not in safety.allowed_hosts
  std::vector<std::string> no_files;           ///< files that tls_open and tls_check do not find
  vl_stream_info info{};                       ///< durations and TLS facts that `info` gives

  // --- what happened ---------------------------------------------------------------------------

  fake_stream& stream(std::size_t index) { return *streams_.at(index); }
  std::size_t streams() const noexcept { return streams_.size(); }
  std::size_t open_streams() const;
  std::vector<std::unique_ptr<seen_tls>> tls;
  std::size_t open_tls() const;
  int writes = 0, deliveries = 0, deadlines_set = 0;

  fake_loop& loop() noexcept { return loop_; }
  vl_status check_tls(const vl_tls_options* options, vl_error* error) const;

  std::size_t due(vl_ns now) override;
  void happen(std::size_t index) override;
  vl_ns next(vl_ns now) const override;

 private:
  friend struct stream_functions;
  struct pending_dial {
    vl_op* op;
    vl_stream** out;
    seen_dial wanted;
    std::string host;
    bool canceled = false;
  };
  enum class event { dial, delivery, deadline, write };

  void complain(std::string rule) { loop_.misuse.push_back(std::move(rule)); }
  void told(vl_op* op, vl_result result);
  void end_dial(std::size_t index);
  void deliver(fake_stream& to);
  void pass_deadline(fake_stream& of);
  void end_write(fake_stream& of);
  void receive(fake_stream& at, std::string_view bytes);

  fake_loop& loop_;
  std::vector<pending_dial> dialing_;
  std::vector<std::unique_ptr<fake_stream>> streams_;
  std::vector<std::pair<event, std::size_t>> due_;
  bool telling_ = false;
};

}  // namespace veriload::testing
