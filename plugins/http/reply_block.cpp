#include "plugins/http/reply_block.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace veriload::http_plugin {
namespace {

constexpr std::size_t smallest = 1024;
constexpr std::size_t kept_block = std::size_t{1} << 20;   // a larger one gives its memory back
constexpr std::size_t kept_total = std::size_t{64} << 20;  // of all free blocks of a worker

}  // namespace

reply_block::~reply_block() { std::free(data_); }

bool reply_block::reserve(std::size_t bytes) noexcept {
  if (bytes <= capacity_) return true;
  const std::size_t wanted = std::max({bytes, smallest, capacity_ + capacity_ / 2});
  auto* const moved = static_cast<char*>(std::malloc(wanted));
  if (moved == nullptr) return false;
  if (used_ != 0) std::memcpy(moved, data_, used_);
  auto* const headers = reinterpret_cast<vl_kv*>(moved);
  for (std::uint32_t i = 0; i < n_headers_; ++i) {
    headers[i].key.ptr = moved + (headers[i].key.ptr - data_);
    headers[i].value.ptr = moved + (headers[i].value.ptr - data_);
  }
  std::free(data_);
  data_ = moved;
  capacity_ = wanted;
  return true;
}

bool reply_block::set_head(std::string_view text, const response_head& head,
                           std::uint64_t body_hint) noexcept {
  used_ = n_headers_ = 0;
  const std::size_t array = head.n_headers * sizeof(vl_kv);
  const auto body = static_cast<std::size_t>(std::min<std::uint64_t>(body_hint, kept_block));
  if (!reserve(array + text.size() + body)) return false;
  char* const copy = data_ + array;
  std::memcpy(copy, text.data(), text.size());
  auto* const headers = reinterpret_cast<vl_kv*>(data_);
  for (std::uint32_t i = 0; i < head.n_headers; ++i) {
    const header_place& at = head.headers[i];
    headers[i] = {{copy + at.name_at, at.name_size}, {copy + at.value_at, at.value_size}};
  }
  n_headers_ = head.n_headers;
  used_ = body_at_ = array + text.size();
  return true;
}

bool reply_block::append(std::string_view piece) noexcept {
  if (!reserve(used_ + piece.size())) return false;
  std::memcpy(data_ + used_, piece.data(), piece.size());
  used_ += piece.size();
  return true;
}

vl_str reply_block::set_error(std::string_view text) noexcept {
  const std::string_view kept = cut_at_character(text, error_room);
  std::memcpy(error_, kept.data(), kept.size());
  return {error_, kept.size()};
}

void reply_block::give_back() noexcept { pool_.give(this); }

reply_block* reply_pool::take() noexcept {
  reply_block* block = free_;
  if (block != nullptr) {
    free_ = block->next_;
    free_bytes_ -= block->capacity_;
  } else {
    block = new (std::nothrow) reply_block(*this);
    if (block == nullptr) return nullptr;
  }
  ++outstanding_;
  return block;
}

void reply_pool::give(reply_block* block) noexcept {
  block->used_ = block->body_at_ = 0;
  block->n_headers_ = 0;
  --outstanding_;
  const bool keep =
      !retired_ && block->capacity_ <= kept_block && free_bytes_ + block->capacity_ <= kept_total;
  if (keep) {
    block->next_ = free_;
    free_ = block;
    free_bytes_ += block->capacity_;
    return;
  }
  delete block;
  if (retired_ && outstanding_ == 0) delete this;
}

void reply_pool::retire() noexcept {
  retired_ = true;
  if (outstanding_ == 0) {
    delete this;
    return;
  }
  while (free_ != nullptr)
    delete std::exchange(free_, free_->next_);
}

reply_pool::~reply_pool() {
  while (free_ != nullptr)
    delete std::exchange(free_, free_->next_);
}

}  // namespace veriload::http_plugin
