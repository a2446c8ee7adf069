// The memory behind one reply: header array, head and body in one piece, reused. Flow: parser ->
// [reply_block] -> caller.
#pragma once

#include "plugins/http/head_parser.hpp"

#include <veriload_abi.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace veriload::http_plugin {

class reply_pool;

/// Owned by whoever took it from the pool until it is given back; then its memory serves the next
/// reply. Layout of `data`: vl_kv[n], head, body. Thread: the pool's loop.
class reply_block {
 public:
  /// Copies the head and makes room for `body_hint` bytes behind it. False when there is no memory.
  /// `text` is what `head` was parsed from; the same contents are not copied again.
  bool set_head(std::string_view text, const response_head& head,
                std::uint64_t body_hint) noexcept {
    if (made_from_ != &head || version_ != head.version) {
      return set_new_head(text, head, body_hint);
    }
    // The last answer in this memory had the same head; its views still stand.
    n_headers_ = head.n_headers;
    used_ = body_at_ = n_headers_ * sizeof(vl_kv) + text.size();
    const std::uint64_t wanted = used_ + std::min<std::uint64_t>(body_hint, kept_block);
    return wanted <= capacity_ || reserve(static_cast<std::size_t>(wanted));
  }

  /// The same with the whole body.
  bool set_answer(std::string_view text, const response_head& head,
                  std::string_view body) noexcept {
    if (!set_head(text, head, body.size())) return false;
    return capacity_ - used_ >= body.size() ? put(body) : append(body);
  }

  /// Takes headers and body of an answer that was kept from before. False when there is no memory.
  bool set_kept(std::span<const vl_kv> kept, std::string_view body) noexcept;

  /// Forgets head, body and trailers, not the reason of a failure.
  void clear() noexcept;

  /// Adds to the body; the header views move along when the memory does. False when there is no
  /// memory.
  bool append(std::string_view piece) noexcept;

  /// The value of the first header of that name in any case, empty when there is none.
  std::string_view header(std::string_view name) const noexcept;

  /// Keeps the address whose answer this is; empty when there is no memory.
  vl_str set_url(std::string_view url) noexcept;

  /// Keeps trailers, given as checked header lines with their ends. False when there is no memory.
  bool set_trailers(std::string_view lines) noexcept;
  const vl_kv* trailers() const noexcept { return trailers_.data(); }
  std::uint32_t n_trailers() const noexcept { return static_cast<std::uint32_t>(trailers_.size()); }

  /// Keeps a reason of failure; cut to the room there is.
  vl_str set_error(std::string_view text) noexcept;

  const vl_kv* headers() const noexcept { return reinterpret_cast<const vl_kv*>(data_); }
  std::uint32_t n_headers() const noexcept { return n_headers_; }
  vl_cbuf body() const noexcept { return {data_ + body_at_, used_ - body_at_}; }
  std::size_t capacity() const noexcept { return capacity_; }

  /// Back to the pool. `this` is gone for the caller.
  void give_back() noexcept;

 private:
  friend class reply_pool;
  static constexpr std::size_t error_room = 200;
  static constexpr std::size_t kept_block = std::size_t{1} << 20;  // a larger one is not kept

  explicit reply_block(reply_pool& pool) noexcept : pool_(pool) {}
  ~reply_block();
  bool set_new_head(std::string_view text, const response_head& head,
                    std::uint64_t body_hint) noexcept;
  bool reserve(std::size_t bytes) noexcept;
  bool put(std::string_view piece) noexcept {
    std::memcpy(data_ + used_, piece.data(), piece.size());
    used_ += piece.size();
    return true;
  }

  reply_pool& pool_;
  reply_block* next_ = nullptr;  // in the pool
  char* data_ = nullptr;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  std::size_t body_at_ = 0;
  std::uint32_t n_headers_ = 0;
  const response_head* made_from_ = nullptr;  // whose contents, of which version, stand in data_
  std::uint64_t version_ = 0;
  std::string url_;
  std::string trailer_text_;
  std::vector<vl_kv> trailers_;
  char error_[error_room];
};

/// The free blocks of one worker, last used first. Blocks may outlive the pool's owner: after
/// retire() the pool lives until the last of them came back. Thread: one loop.
class reply_pool {
 public:
  static reply_pool* make() { return new reply_pool; }

  /// A block without content, or null when there is no memory. Allocates only when none is free.
  reply_block* take() noexcept;

  /// The owner is done: frees what is free, and the rest when it comes back. `this` may be gone.
  void retire() noexcept;

  std::size_t outstanding() const noexcept { return outstanding_; }
  std::size_t free_bytes() const noexcept { return free_bytes_; }

 private:
  friend class reply_block;
  reply_pool() = default;
  ~reply_pool();
  void give(reply_block* block) noexcept;

  reply_block* free_ = nullptr;
  std::size_t outstanding_ = 0;
  std::size_t free_bytes_ = 0;
  bool retired_ = false;
};

}  // namespace veriload::http_plugin
