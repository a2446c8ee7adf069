// One connection of a plugin: the vl_stream of veriload.stream/1. Flow: dialer -> [stream] ->
// plugin.
#pragma once

#include "core/loop/op_ledger.hpp"
#include "core/loop/socket_address.hpp"

#include <sys/uio.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::loop {

class stream_set;
class tls_link;

/// Told what happens to a stream that is not its owner's yet. From the loop's top level.
struct connect_waiter {
  /// The connect has ended, once: 0 or errno.
  void (*ended)(connect_waiter&, int error) noexcept;
  /// Bytes, an end or room may be there. After the connect, until `hand_over`.
  void (*progress)(connect_waiter&) noexcept;
};

/// A connected byte stream with pushed reads and writes that go out in the call whenever the kernel
/// has room.
///
/// The socket is registered once, edge-triggered, for everything; what is ready is remembered here,
/// so a request costs one send and one recv and no epoll_ctl. Bytes are received into the loop's
/// one buffer: an idle connection holds no buffer. No function here calls the plugin back before it
/// returns.
///
/// A stream with TLS differs in three places only: what was received is decrypted before it is
/// delivered, what is sent is encrypted first, and the end of a side is a close_notify before the
/// end of TCP. A peer that ends without a close_notify between two records gives VL_EOF with native
/// EPROTO, in the middle of a record VL_E_CLOSED.
///
/// Belongs to whoever dialled it, until `close`; made by `stream_set`. Thread: the loop.
class alignas(64) stream final : private timer {
 public:
  explicit stream(stream_set& home) noexcept;
  ~stream();

  vl_stream* handle() noexcept { return reinterpret_cast<vl_stream*>(this); }
  static stream& from(vl_stream* handle) noexcept { return *reinterpret_cast<stream*>(handle); }

  // The functions of vl_stream_v1, whose comments are the contract.

  vl_status read_start(const vl_reader& reader) noexcept;
  vl_status read_stop() noexcept;
  vl_status write(const vl_cbuf* buffers, std::uint32_t n, vl_op& op) noexcept;
  void set_deadline(ns when) noexcept;
  vl_status info(vl_stream_info& info) const noexcept;
  vl_status finish(vl_op& op) noexcept;

  /// The memory is used again after the running batch of events. The peer sees a reset when it sent
  /// bytes that nobody has read, else an end in order.
  void close() noexcept;

 private:
  friend class stream_set;
  friend class dialer;

  /// The largest number of full receive buffers delivered before other streams get their turn.
  static constexpr int buffers_per_turn = 16;
  /// Writes of one turn answered at once; the next is answered later (rule 7 of the ABI).
  static constexpr std::uint8_t writes_per_turn = 64;

  enum bit : std::uint16_t {
    in_use = 1,        // between open and close
    connecting = 2,    // the dialer hears of the end of the connect
    readable = 4,      // the kernel may have bytes, an end or an error
    writable = 8,      // the kernel had room when last seen
    hung_up = 16,      // an end or an error is behind the bytes: a short recv is not the last
    reading = 32,      // the reader wants bytes
    ended = 64,        // the reader was told the end; it hears nothing more
    expired = 128,     // the deadline passed before there was a reader
    in_backlog = 256,  // the set visits this stream on the next turn
    finished = 512,    // our side was ended, or will be after the pending write
    dialing = 1024,    // connected, but the dialer still has a tunnel or a handshake to make
    secured = 2048,    // bytes go through tls_
  };
  bool is(bit which) const noexcept { return (bits_ & which) != 0; }
  void put(bit which) noexcept { bits_ = static_cast<std::uint16_t>(bits_ | which); }
  void drop(bit which) noexcept { bits_ = static_cast<std::uint16_t>(bits_ & ~which); }

  void start(int socket, connect_waiter& waiter) noexcept;
  void on_events(std::uint32_t events) noexcept;
  void on_dial_events(std::uint32_t events) noexcept;
  void continue_later() noexcept;
  void visit() noexcept;
  void on_deadline() noexcept;
  void drain() noexcept;
  bool deliver_received(long received, int error) noexcept;
  void tell_end(vl_status status, int native) noexcept;

  vl_status send_all(const vl_cbuf* buffers, std::uint32_t n, std::uint32_t& done,
                     std::size_t& sent) noexcept;
  vl_status send_one(const vl_cbuf& buffer, std::size_t& sent) noexcept;
  vl_status send_some(iovec* buffers, std::size_t n, std::size_t& sent) noexcept;
  vl_status took(ssize_t taken, std::size_t wanted, std::size_t& sent) noexcept;
  bool keep_unsent(const vl_cbuf* buffers, std::uint32_t n, std::size_t skip) noexcept;
  void flush() noexcept;
  vl_status shut_our_side() noexcept;
  void abandon_ops(vl_status status) noexcept;
  bool inline_answer_allowed() noexcept;

  // stream_dial.cpp: for the dialer, before the stream is its owner's.
  void keep_dialing() noexcept { put(dialing); }
  void hand_over() noexcept { drop(dialing); }
  bool set_peer(std::string_view text) noexcept;
  std::string_view peer() const noexcept;
  void forget_peer() noexcept;
  vl_status send_whole(std::string_view bytes) noexcept;
  vl_status peek(std::span<char> room, std::size_t& size) noexcept;
  bool skip(std::size_t size) noexcept;
  void secure(std::unique_ptr<tls_link> tls) noexcept;
  vl_status shake_hands(std::string& problem) noexcept;

  // stream_tls.cpp
  void drain_sealed() noexcept;
  bool deliver_opened(std::span<const std::byte> sealed) noexcept;
  void tell_sealed_end() noexcept;
  vl_status send_sealed(const iovec* buffers, std::size_t n, std::size_t& sent) noexcept;
  vl_status push_sealed() noexcept;
  void say_goodbye() noexcept;

  // What each event needs comes first, in two cache lines.
  stream_set& home_;
  int fd_ = -1;
  std::uint16_t bits_ = 0;
  std::uint8_t writes_this_turn_ = 0;
  std::uint32_t write_turn_ = 0;
  std::int32_t broken_ = 0;  // errno of a failed send: the later recv reports an end without it
  vl_reader reader_{};
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
  vl_op* write_op_ = nullptr;
  std::unique_ptr<tls_link> tls_;  // with `secured`

  vl_op* finish_op_ = nullptr;
  stream* next_visit_ = nullptr;  // in the backlog
  stream* next_ = nullptr;        // of the open streams, or of the closed, or of the free ones
  stream* previous_ = nullptr;
  connect_waiter* connect_ = nullptr;
  std::vector<iovec> unsent_;  // of the pending write
  ns dns_ = 0;
  ns connect_time_ = 0;
  std::uint8_t peer_length_ = 0;
  union {
    char peer_[socket_address::text_room]{};
    char* long_peer_;  // of a Unix socket whose path is longer than peer_; owned
  };
};

static_assert(sizeof(stream) <= 256, "a hundred thousand of them have to fit");

/// The VL_E_* class of a failed send or recv.
vl_status broken_status(int error) noexcept;

}  // namespace veriload::loop
