// The sending half of a stream.
#include "core/loop/socket_calls.hpp"
#include "core/loop/stream.hpp"
#include "core/loop/stream_set.hpp"
#include "core/loop/tls_link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

namespace veriload::loop {
namespace {

// What one sendmsg is given at most; a longer list goes out in several.
constexpr std::size_t batch = 64;

iovec view_of(const vl_cbuf& buffer) noexcept {
  return {const_cast<void*>(buffer.ptr), buffer.len};
}

}  // namespace

/// What a send of `wanted` bytes came to, by its return value and errno.
inline vl_status stream::took(ssize_t taken, std::size_t wanted, std::size_t& sent) noexcept {
  if (taken >= 0) {
    sent = static_cast<std::size_t>(taken);
    bytes_out_ += sent;
    if (sent == wanted) return VL_OK;
  } else if (errno != EAGAIN) {
    broken_ = errno;
    return broken_status(broken_);
  }
  // The kernel took less than was offered: it tells with an edge when there is room.
  drop(writable);
  return VL_PENDING;
}

/// One buffer, a request without a body: it needs no list, which the kernel would copy and check.
inline vl_status stream::send_one(const vl_cbuf& buffer, std::size_t& sent) noexcept {
  if (!is(writable)) return VL_PENDING;
  if (buffer.len == 0) return VL_OK;
  ssize_t taken;
  do {
    taken = send_bytes(fd_, buffer.ptr, buffer.len, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (taken < 0 && errno == EINTR);
  return took(taken, buffer.len, sent);
}

inline bool stream::inline_answer_allowed() noexcept {
  if (write_turn_ != home_.turn()) {
    write_turn_ = home_.turn();
    writes_this_turn_ = 0;
  }
  if (writes_this_turn_ >= writes_per_turn) return false;
  ++writes_this_turn_;
  return true;
}

vl_status stream::write(const vl_cbuf* buffers, std::uint32_t n, vl_op& op) noexcept {
  if (write_op_ != nullptr || is(finished)) return VL_E_MISUSE;

  std::uint32_t done = 0;
  std::size_t sent = 0;  // of the batch that starts at `done`
  vl_status status = VL_OK;
  if (n == 1 && !is(secured)) [[likely]] {
    status = send_one(*buffers, sent);
  } else {
    status = send_all(buffers, n, done, sent);
  }
  if (status == VL_OK) {
    if (inline_answer_allowed()) return VL_OK;
    home_.ledger().complete_later(op, {VL_OK, 0, 0});
    return VL_PENDING;
  }
  if (status != VL_PENDING) return status;
  if (!keep_unsent(buffers + done, n - done, sent)) return VL_E_NOMEM;
  home_.ledger().begin<op_state>(op, op_kind::writing);
  write_op_ = &op;
  return VL_PENDING;
}

/// Sends batch after batch; `done` buffers are sent whole, and of the next batch `sent` bytes.
[[gnu::noinline]] vl_status stream::send_all(const vl_cbuf* buffers, std::uint32_t n,
                                             std::uint32_t& done, std::size_t& sent) noexcept {
  std::array<iovec, batch> views;
  vl_status status = VL_OK;
  while (done < n && status == VL_OK) {
    const auto count = std::min<std::size_t>(batch, n - done);
    std::transform(buffers + done, buffers + done + count, views.begin(), view_of);
    status = send_some(views.data(), count, sent);
    if (status == VL_OK) done += static_cast<std::uint32_t>(count);
  }
  return status;
}

/// VL_OK = all is sent, VL_PENDING = the kernel is full after `sent` bytes, else the stream broke.
vl_status stream::send_some(iovec* buffers, std::size_t n, std::size_t& sent) noexcept {
  if (is(secured)) return send_sealed(buffers, n, sent);
  sent = 0;
  if (!is(writable)) return VL_PENDING;
  std::size_t wanted = 0;
  for (std::size_t i = 0; i < n; ++i)
    wanted += buffers[i].iov_len;
  if (wanted == 0) return VL_OK;

  msghdr message{};
  message.msg_iov = buffers;
  message.msg_iovlen = n;
  ssize_t taken;
  do {
    taken = ::sendmsg(fd_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (taken < 0 && errno == EINTR);
  return took(taken, wanted, sent);
}

bool stream::keep_unsent(const vl_cbuf* buffers, std::uint32_t n, std::size_t skip) noexcept {
  try {
    unsent_.clear();
    unsent_.reserve(n);
  } catch (const std::bad_alloc&) {
    return false;
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::size_t cut = std::min(skip, buffers[i].len);
    skip -= cut;
    if (cut == buffers[i].len) continue;
    iovec view = view_of(buffers[i]);
    view.iov_base = static_cast<char*>(view.iov_base) + cut;
    view.iov_len -= cut;
    unsent_.push_back(view);
  }
  // Sent from the back, so that what is done can be dropped without moving the rest.
  std::reverse(unsent_.begin(), unsent_.end());
  return true;
}

void stream::flush() noexcept {
  vl_status status = is(secured) ? push_sealed() : VL_OK;
  while (!unsent_.empty() && status == VL_OK) {
    std::array<iovec, batch> views;
    const std::size_t count = std::min(batch, unsent_.size());
    std::copy_n(unsent_.rbegin(), count, views.begin());
    std::size_t sent = 0;
    status = send_some(views.data(), count, sent);
    if (status == VL_OK) {
      unsent_.resize(unsent_.size() - count);
      continue;
    }
    while (sent != 0) {
      iovec& first = unsent_.back();
      const std::size_t cut = std::min(sent, first.iov_len);
      sent -= cut;
      if (cut == first.iov_len) {
        unsent_.pop_back();
      } else {
        first.iov_base = static_cast<char*>(first.iov_base) + cut;
        first.iov_len -= cut;
      }
    }
  }
  if (status == VL_PENDING) return;
  // With TLS this runs without a pending write, too: the buffers of a failed one are its owner's.
  unsent_.clear();

  vl_op* const written = std::exchange(write_op_, nullptr);
  if (finish_op_ != nullptr) {
    const vl_status shut = status == VL_OK ? shut_our_side() : status;
    if (shut != VL_PENDING) {
      home_.ledger().complete_later(*std::exchange(finish_op_, nullptr),
                                    {shut, shut == VL_OK ? 0 : broken_, 0});
    }
  }
  if (written == nullptr) return;
  if (status == VL_E_TLS) home_.ledger().reasons().attach(*written, tls_->problem());
  home_.ledger().complete_now(*written, {status, status == VL_OK ? 0 : broken_, 0});
}

vl_status stream::finish(vl_op& op) noexcept {
  if (is(finished)) return VL_E_MISUSE;
  put(finished);
  if (write_op_ == nullptr) {
    const vl_status shut = shut_our_side();
    if (shut != VL_PENDING) return shut;
  }
  home_.ledger().begin<op_state>(op, op_kind::finishing);
  finish_op_ = &op;
  return VL_PENDING;
}

/// VL_PENDING = the close_notify waits for room, `flush` comes back here.
vl_status stream::shut_our_side() noexcept {
  if (is(secured)) {
    tls_->end_our_side();
    if (const vl_status status = push_sealed(); status != VL_OK) return status;
  }
  if (::shutdown(fd_, SHUT_WR) == 0) return VL_OK;
  broken_ = errno;
  return VL_E_CLOSED;
}

}  // namespace veriload::loop
