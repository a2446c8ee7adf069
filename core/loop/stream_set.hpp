// All streams of one loop: their memory, their events, and those that are visited again. Flow:
// [loop] -> stream.
#pragma once

#include "core/loop/loop_clock.hpp"
#include "core/loop/op_ledger.hpp"
#include "core/loop/poller.hpp"
#include "core/loop/stream.hpp"
#include "core/loop/tls_buffers.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <span>

namespace veriload::loop {

/// Streams are used again through a free list, but not before the batch of events that may
/// still point to a closed one is over. Thread: the loop.
class stream_set {
 public:
  stream_set(op_ledger& ledger, timing_wheel& wheel, poller& io, loop_clock& clock);
  /// Closes the sockets of streams that their owners left open.
  ~stream_set();
  stream_set(const stream_set&) = delete;
  stream_set& operator=(const stream_set&) = delete;

  /// Takes the socket over, registers it, and has `waiter` told when its connect ends. Null when
  /// memory or the kernel's room for registrations ran out: then the socket is closed.
  stream* open(int socket, connect_waiter& waiter) noexcept;

  /// Closes the socket of a stream without pending ops.
  void release(stream& of) noexcept;

  void dispatch(stream& of, std::uint32_t events) noexcept { of.on_events(events); }

  /// Visits the streams that had more to do than one turn allows.
  void run_backlog() noexcept;
  bool any_backlog() const noexcept { return backlog_ != nullptr; }
  void visit_later(stream& of) noexcept;

  /// No event of the last batch is looked at any more: closed streams may be used again.
  void end_of_turn() noexcept;

  /// Completes the ops of all streams with VL_E_SHUTDOWN, later; nothing is delivered any more.
  void end() noexcept;

  std::uint64_t open_streams() const noexcept { return open_; }

  // For streams.
  op_ledger& ledger() noexcept { return ledger_; }
  timing_wheel& wheel() noexcept { return wheel_; }
  loop_clock& clock() noexcept { return clock_; }
  std::span<std::byte> receive_buffer() noexcept { return {receive_.get(), receive_size}; }
  std::uint32_t turn() const noexcept { return turn_; }

  /// The buffers of TLS connections; null before the first one.
  tls_buffers* tls() noexcept { return tls_.get(); }
  /// Makes them when there are none. Throws std::bad_alloc.
  tls_buffers& need_tls();

 private:
  static constexpr std::size_t receive_size = 64 * 1024;

  op_ledger& ledger_;
  timing_wheel& wheel_;
  poller& io_;
  loop_clock& clock_;
  std::unique_ptr<std::byte[]> receive_;
  std::unique_ptr<tls_buffers> tls_;
  std::deque<stream> memory_;  // as many as were ever open at one time
  stream* free_ = nullptr;
  stream* closed_ = nullptr;  // in this turn
  stream* backlog_ = nullptr;
  stream* first_open_ = nullptr;
  std::uint64_t open_ = 0;
  std::uint32_t turn_ = 1;
};

}  // namespace veriload::loop
