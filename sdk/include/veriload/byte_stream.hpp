// A connection of the host as something to await. Flow: protocol plugin -> [byte_stream] -> host.
#pragma once

#include "veriload/op.hpp"
#include "veriload/plugin.hpp"
#include "veriload/task.hpp"

#include <coroutine>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace veriload {
inline namespace v1 {

/// One connection of one session, which the host makes, secures, counts and checks against
/// safety.allowed_hosts. One await at a time. Every await throws `error` of kind "stream" with the
/// status of the failure, or `canceled` after `cancel`; the connection is closed by then.
///
/// Deadlines are instants of the loop's clock, 0 = none. What arrives unasked waits here up to 64
/// KiB, then in the kernel. Thread: loop. Does not move; not destroyed while something is awaited.
class byte_stream {
 public:
  byte_stream(const vl_loop_v1& loops, const vl_stream_v1& streams, vl_loop* loop) noexcept
      : loops_(&loops), streams_(&streams), loop_(loop), wake_{&woken, this, {}} {}
  byte_stream(const byte_stream&) = delete;
  byte_stream& operator=(const byte_stream&) = delete;
  ~byte_stream() { drop(); }

  bool is_open() const noexcept { return stream_ != nullptr; }
  vl_ns now() const noexcept { return loops_->now(loop_); }

  /// Connects; an open connection is closed first. The name lives until the await ends.
  task<> connect(std::string_view host, std::uint32_t port, vl_ns deadline) {
    close();
    inbox_.clear();
    peer_ended_ = held_ = false;
    failure_ = VL_OK;
    why_.clear();
    vl_dial dial{};
    dial.struct_size = sizeof dial;
    dial.host = to_str(host);
    dial.port = port;
    dial.deadline = deadline;
    const vl_result made = co_await op_awaiter([&](vl_op* op) {
      dialing_ = op;
      return streams_->dial(loop_, &dial, &stream_, op);
    });
    dialing_ = nullptr;
    if (made.status < 0) {
      stream_ = nullptr;
      note(made.status);
    } else if (failure_ == VL_OK) {
      start_reading();
    }
    throw_if_failed("connect");
  }

  /// Sends all of `bytes`, which live until the await ends.
  task<> write(std::string_view bytes, vl_ns deadline) {
    require_open("write");
    streams_->set_deadline(stream_, deadline);
    const vl_cbuf piece = to_bytes(bytes);
    writing_ = true;
    const vl_result sent =
        co_await op_awaiter([&](vl_op* op) { return streams_->write(stream_, &piece, 1, op); });
    writing_ = false;
    if (sent.status < 0) note(sent.status);
    throw_if_failed("write");
  }

  /// The bytes up to the next line feed, which is taken too. A line of more than `most` bytes is a
  /// VL_E_PROTOCOL; a peer that ends before the line is whole is a VL_E_CLOSED.
  task<std::string> read_line(std::size_t most, vl_ns deadline) {
    if (stream_ != nullptr) streams_->set_deadline(stream_, deadline);
    for (;;) {
      const std::size_t end = inbox_.find('\n');
      if (end <= most && end != std::string::npos) {
        std::string line = inbox_.substr(0, end);
        inbox_.erase(0, end + 1);
        if (stream_ != nullptr) streams_->set_deadline(stream_, 0);
        co_return line;
      }
      if (inbox_.size() > most) {
        note(VL_E_PROTOCOL, joined({"a line is longer than ", std::to_string(most), " bytes"}));
      } else if (peer_ended_) {
        note(VL_E_CLOSED, "the peer ended the connection");
      }
      throw_if_failed("read");
      require_open("read");
      if (held_) start_reading();
      co_await arrival(*this);
    }
  }

  /// What arrived and was not read, for protocols that expect silence between calls.
  std::size_t unread() const noexcept { return inbox_.size(); }
  bool peer_ended() const noexcept { return peer_ended_; }

  /// Ends what is awaited: it throws `canceled` on a later turn. Nothing happens when nothing is.
  void cancel() noexcept {
    if (dialing_ != nullptr) {
      note(VL_E_CANCELED, canceled_by_us);
      streams_->cancel_dial(loop_, dialing_);
    } else if (writing_) {
      note(VL_E_CANCELED, canceled_by_us);  // closing it completes the pending write
    } else if (waiter_ && !waking_) {
      note(VL_E_CANCELED, canceled_by_us);
      waking_ = loops_->post(loop_, &wake_) == VL_PENDING;
    }
  }

  /// Gives the connection back; allowed at any time.
  void close() noexcept { drop(); }

  /// Phases and byte counts; zeros when nothing is open.
  vl_stream_info info() const noexcept {
    vl_stream_info known{};
    known.struct_size = sizeof known;
    if (stream_ != nullptr) streams_->info(stream_, &known);
    return known;
  }

 private:
  static constexpr const char* canceled_by_us = "the call was canceled";  // no word of the host
  static constexpr std::size_t most_unasked = 65536;                      // bytes

  class arrival {
   public:
    explicit arrival(byte_stream& of) noexcept : of_(of) {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) noexcept { of_.waiter_ = waiter; }
    void await_resume() const noexcept {}

   private:
    byte_stream& of_;
  };

  void start_reading() noexcept {
    const vl_reader reader{this, &arrived};
    held_ = false;
    const vl_status status = streams_->read_start(stream_, &reader);
    if (status != VL_OK) note(status);
  }

  static void arrived(void* arg, vl_result result, vl_cbuf bytes) noexcept {
    auto* self = static_cast<byte_stream*>(arg);
    if (result.status == VL_OK) {
      const vl_status kept = guard(nullptr, [&] { self->inbox_.append(to_view(bytes)); });
      if (kept != VL_OK) self->note(kept);
      if (!self->waiter_ && self->stream_ != nullptr && self->inbox_.size() >= most_unasked) {
        self->held_ = self->streams_->read_stop(self->stream_) == VL_OK;
      }
    } else if (result.status == VL_EOF) {
      self->peer_ended_ = true;
    } else {
      self->note(result.status);
    }
    self->resume();  // last: what awaited may end the session
  }

  static void woken(vl_op* op, vl_result) noexcept {
    auto* self = static_cast<byte_stream*>(op->user);
    self->waking_ = false;
    self->resume();
  }

  void resume() noexcept {
    if (!waiter_ || waking_) return;
    std::exchange(waiter_, {}).resume();
  }

  // Keeps the first failure, with the host's words for it, and closes the connection.
  void note(vl_status status, std::string_view why = {}) noexcept {
    if (failure_ == VL_OK) {
      failure_ = status;
      vl_error told = new_error();
      if (why.empty() && VL_HAS(streams_, vl_stream_v1, reason)) {
        streams_->reason(loop_, &told);
        why = message_of(told);
      }
      guard(nullptr, [&] { why_ = why; });  // without words when there is no memory for them
    }
    drop();
  }

  void drop() noexcept {
    if (stream_ != nullptr) streams_->close(std::exchange(stream_, nullptr));
  }

  void require_open(const char* what) const {
    if (stream_ == nullptr) throw error("stream", joined({what, ": not connected"}), VL_E_CLOSED);
  }

  void throw_if_failed(const char* what) const {
    if (failure_ == VL_OK) return;
    const std::string text =
        joined({what, ": ", why_.empty() ? status_word(failure_) : std::string_view(why_)});
    if (failure_ == VL_E_CANCELED) throw canceled(text);
    throw error("stream", text, failure_);
  }

  const vl_loop_v1* loops_;
  const vl_stream_v1* streams_;
  vl_loop* loop_;
  vl_stream* stream_ = nullptr;
  vl_op* dialing_ = nullptr;
  std::coroutine_handle<> waiter_;  // of read_line
  vl_op wake_;                      // brings a cancelled read home
  std::string inbox_;
  std::string why_;
  vl_status failure_ = VL_OK;
  bool writing_ = false, waking_ = false, peer_ended_ = false, held_ = false;
};

}  // namespace v1
}  // namespace veriload
