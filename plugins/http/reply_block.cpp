#include "plugins/http/reply_block.hpp"

#include "plugins/http/character_class.hpp"

#include <veriload/text.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace veriload::http_plugin {
namespace {

constexpr std::size_t smallest = 1024;
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

bool reply_block::set_new_head(std::string_view text, const response_head& head,
                               std::uint64_t body_hint) noexcept {
  const std::size_t array = head.n_headers * sizeof(vl_kv);
  const auto body = static_cast<std::size_t>(std::min<std::uint64_t>(body_hint, kept_block));
  const std::size_t start = array + text.size();
  used_ = n_headers_ = 0;
  made_from_ = nullptr;
  if (!reserve(start + body)) return false;
  char* const copy = data_ + array;
  std::memcpy(copy, text.data(), text.size());
  auto* const headers = reinterpret_cast<vl_kv*>(data_);
  for (std::uint32_t i = 0; i < head.n_headers; ++i) {
    const header_place& at = head.headers[i];
    headers[i] = {{copy + at.name_at, at.name_size}, {copy + at.value_at, at.value_size}};
  }
  n_headers_ = head.n_headers;
  used_ = body_at_ = start;
  made_from_ = &head;
  version_ = head.version;
  return true;
}

bool reply_block::set_kept(std::span<const vl_kv> kept, std::string_view body) noexcept {
  used_ = n_headers_ = 0;
  trailers_.clear();
  const std::size_t array = kept.size() * sizeof(vl_kv);
  std::size_t text = 0;
  for (const vl_kv& h : kept)
    text += h.key.len + h.value.len;
  if (!reserve(array + text + body.size())) return false;
  char* at = data_ + array;
  const auto copied = [&](vl_str from) {
    if (from.len != 0) std::memcpy(at, from.ptr, from.len);
    const vl_str copy{at, from.len};
    at += from.len;
    return copy;
  };
  auto* const made = reinterpret_cast<vl_kv*>(data_);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const vl_str key = copied(kept[i].key);
    made[i] = {key, copied(kept[i].value)};
  }
  n_headers_ = static_cast<std::uint32_t>(kept.size());
  used_ = body_at_ = array + text;
  return append(body);
}

bool reply_block::append(std::string_view piece) noexcept {
  return reserve(used_ + piece.size()) && put(piece);
}

std::string_view reply_block::header(std::string_view name) const noexcept {
  for (std::uint32_t i = 0; i < n_headers_; ++i) {
    if (same_name(to_view(headers()[i].key), name)) return to_view(headers()[i].value);
  }
  return {};
}

vl_str reply_block::set_url(std::string_view url) noexcept {
  try {
    url_.assign(url);
  } catch (const std::bad_alloc&) {
    return {};
  }
  return to_str(url_);
}

bool reply_block::set_trailers(std::string_view lines) noexcept {
  try {
    trailer_text_.assign(lines);
    std::string_view rest = trailer_text_;
    while (true) {
      std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos) return true;
      trailers_.push_back({to_str(line.substr(0, colon)), to_str(trimmed(line.substr(colon + 1)))});
    }
  } catch (const std::bad_alloc&) {
    trailers_.clear();
    return false;
  }
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

void reply_block::clear() noexcept {
  used_ = body_at_ = 0;
  n_headers_ = 0;
  trailers_.clear();
}

void reply_pool::give(reply_block* block) noexcept {
  block->clear();
  --outstanding_;
  const bool keep = !retired_ && block->capacity_ <= reply_block::kept_block &&
                    free_bytes_ + block->capacity_ <= kept_total;
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
