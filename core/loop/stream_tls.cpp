// The TLS half of a stream: decrypts what is received, encrypts what is sent.
#include "core/loop/socket_calls.hpp"
#include "core/loop/stream.hpp"
#include "core/loop/stream_set.hpp"
#include "core/loop/tls_link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

namespace veriload::loop {
namespace {

std::span<const std::byte> bytes_of(const iovec& buffer) noexcept {
  return {static_cast<const std::byte*>(buffer.iov_base), buffer.iov_len};
}

// Takes the plain bytes of one record out of a list of buffers, without copying when one buffer
// fills it.
class record_cutter {
 public:
  record_cutter(const iovec* buffers, std::size_t n) noexcept : next_(buffers), end_(buffers + n) {
    skip_empty();
  }

  bool empty() const noexcept { return next_ == end_; }

  std::span<const std::byte> cut(std::span<std::byte> gather) noexcept {
    const auto first = bytes_of(*next_).subspan(offset_);
    if (first.size() >= gather.size() || next_ + 1 == end_) {
      const auto record = first.first(std::min(first.size(), gather.size()));
      advance(record.size());
      return record;
    }
    std::size_t size = 0;
    while (!empty() && size < gather.size()) {
      const auto part = bytes_of(*next_).subspan(offset_);
      const std::size_t taken = std::min(part.size(), gather.size() - size);
      std::memcpy(gather.data() + size, part.data(), taken);
      size += taken;
      advance(taken);
    }
    return gather.first(size);
  }

 private:
  void advance(std::size_t n) noexcept {
    offset_ += n;
    if (offset_ < next_->iov_len) return;
    ++next_;
    offset_ = 0;
    skip_empty();
  }
  void skip_empty() noexcept {
    while (next_ != end_ && next_->iov_len == 0)
      ++next_;
  }

  const iovec* next_;
  const iovec* end_;
  std::size_t offset_ = 0;
};

}  // namespace

void stream::drain_sealed() noexcept {
  // What was received while nobody wanted it comes first, from memory of its own.
  const std::vector<std::byte> held = tls_->take_held_input();
  if ((!held.empty() || tls_->state != tls_step::more) && !deliver_opened(held)) return;

  const std::span<std::byte> room = home_.receive_buffer();
  for (int filled = 0; filled < buffers_per_turn;) {
    const ssize_t received = receive_bytes(fd_, room.data(), room.size(), 0);
    if (received < 0 && errno == EINTR) continue;
    if (received < 0 && errno == EAGAIN) return drop(readable);
    if (received <= 0) {
      const int error = received < 0 ? errno : broken_;
      if (error == 0 && tls_->between_records()) return tell_end(VL_EOF, EPROTO);
      const failure_reasons::telling now(
          home_.ledger().reasons(), {VL_E_CLOSED, error, 0},
          error == 0 ? "the connection ended in the middle of a TLS record" : "");
      return tell_end(error == 0 ? vl_status{VL_E_CLOSED} : broken_status(error), error);
    }
    const auto length = static_cast<std::size_t>(received);
    bytes_in_ += length;
    if (length == room.size()) ++filled;
    if (length < room.size() && !is(hung_up)) drop(readable);
    if (!deliver_opened(room.first(length)) || !is(readable)) return;
  }
  continue_later();
}

/// False when the stream is gone, its end was told, or nobody wants bytes: then what is left of
/// them is kept.
bool stream::deliver_opened(std::span<const std::byte> sealed) noexcept {
  home_.clock().read();
  while (true) {
    const std::span<std::byte> room = home_.tls()->plain();
    std::size_t size = 0;
    tls_step step = tls_->state;
    if (step == tls_step::more) {
      step = tls_->open(sealed, room, size);
      // An answer to a key update, or an alert. That it cannot be sent shows at the next write.
      static_cast<void>(push_sealed());
    }
    if (size != 0) {
      reader_.on_data(reader_.arg, {VL_OK, 0, 0}, {room.data(), size});
      if (!is(in_use)) return false;
    }
    const bool over = step == tls_step::ended || step == tls_step::failed;
    if (!is(reading)) {
      if (over || !sealed.empty()) put(readable);  // so that read_start comes back here
      if (!over && !tls_->hold_input(sealed)) tls_->state = tls_step::failed;
      return false;
    }
    if (over) {
      tell_sealed_end();
      return false;
    }
    if (step == tls_step::more) return true;
  }
}

void stream::tell_sealed_end() noexcept {
  if (tls_->state == tls_step::ended) return tell_end(VL_EOF, 0);
  const std::int32_t native = tls_->problem_code();
  const failure_reasons::telling now(home_.ledger().reasons(), {VL_E_TLS, native, 0},
                                     tls_->problem());
  tell_end(VL_E_TLS, native);
}

/// As send_some: `sent` counts the plain bytes that were encrypted. What is encrypted is sent
/// first, so that at most a batch of records waits outside of the kernel.
vl_status stream::send_sealed(const iovec* buffers, std::size_t n, std::size_t& sent) noexcept {
  constexpr int records_per_send = 4;
  sent = 0;
  vl_status status = push_sealed();
  record_cutter rest(buffers, n);
  while (status == VL_OK && !rest.empty()) {
    if (!is(writable)) return VL_PENDING;
    for (int i = 0; i < records_per_send && !rest.empty(); ++i) {
      const auto record = rest.cut(home_.tls()->gathered());
      if (!tls_->seal(record)) return VL_E_TLS;
      sent += record.size();
    }
    status = push_sealed();
  }
  return status;
}

/// Sends what the last steps of tls_ made. VL_PENDING = the kernel is full, the rest is kept.
vl_status stream::push_sealed() noexcept {
  std::vector<std::byte>& made = home_.tls()->out;
  std::vector<std::byte>& waiting = tls_->unsent;
  if (made.empty() && waiting.empty()) return VL_OK;
  try {
    const bool queue = !waiting.empty();
    if (queue) waiting.insert(waiting.end(), made.begin(), made.end());
    const std::vector<std::byte>& source = queue ? waiting : made;
    std::size_t sent = 0;
    while (is(writable) && sent < source.size()) {
      const ssize_t taken =
          send_bytes(fd_, source.data() + sent, source.size() - sent, MSG_NOSIGNAL);
      if (taken < 0 && errno == EINTR) continue;
      if (taken < 0 && errno != EAGAIN) {
        broken_ = errno;
        made.clear();
        waiting.clear();
        return broken_status(broken_);
      }
      if (taken > 0) sent += static_cast<std::size_t>(taken);
      if (sent < source.size()) drop(writable);
    }
    bytes_out_ += sent;
    const auto left = source.begin() + static_cast<std::ptrdiff_t>(sent);
    if (queue) {
      waiting.erase(waiting.begin(), left);
    } else {
      waiting.assign(left, source.end());
    }
    made.clear();
  } catch (const std::bad_alloc&) {
    made.clear();
    broken_ = ENOMEM;
    return VL_E_NOMEM;
  }
  if (!waiting.empty()) return VL_PENDING;
  waiting.shrink_to_fit();
  return VL_OK;
}

/// A connection that is given back ends in order as far as the kernel takes it now.
void stream::say_goodbye() noexcept {
  const bool whole = write_op_ == nullptr && unsent_.empty() && tls_->unsent.empty();
  if (!whole || broken_ != 0 || is(ended)) return;
  tls_->end_our_side();
  static_cast<void>(push_sealed());
}

}  // namespace veriload::loop
