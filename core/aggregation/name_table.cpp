#include "core/aggregation/name_table.hpp"

#include "core/aggregation/bounded_text.hpp"
#include "core/base/assert.hpp"

#include <bit>
#include <cstring>

namespace veriload::aggregation {
namespace {

// Names are few, short and chosen by the author of a scenario: two multiplications for the usual
// one, where the hash of the standard library costs as much as the rest of a look-up.
std::size_t hash_of(std::string_view name) noexcept {
  constexpr std::uint64_t spread = 0x9e3779b97f4a7c15;
  std::uint64_t hash = name.size();
  const auto mix = [&hash](std::uint64_t piece) {
    hash = (hash ^ piece) * spread;
    hash ^= hash >> 32;
  };
  const char* p = name.data();
  std::size_t left = name.size();
  for (std::uint64_t piece = 0; left >= 8; left -= 8, p += 8) {
    std::memcpy(&piece, p, 8);
    mix(piece);
  }
  if (left >= 4) {  // two looks that may overlap
    std::uint32_t first, last;
    std::memcpy(&first, p, 4);
    std::memcpy(&last, p + left - 4, 4);
    mix(std::uint64_t{first} << 32 | last);
  } else if (left != 0) {
    mix(static_cast<std::uint64_t>(p[0]) << 16 | static_cast<std::uint64_t>(p[left / 2]) << 8 |
        static_cast<std::uint64_t>(p[left - 1]));
  }
  return hash;
}

// Both have `size` bytes; the usual name is compared without a call.
inline bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
  if (size < 8 || size > 16) return std::memcmp(a, b, size) == 0;
  std::uint64_t first[2], last[2];
  std::memcpy(&first[0], a, 8);
  std::memcpy(&first[1], b, 8);
  std::memcpy(&last[0], a + size - 8, 8);
  std::memcpy(&last[1], b + size - 8, 8);
  return first[0] == first[1] && last[0] == last[1];
}

}  // namespace

name_table::name_table(std::uint32_t capacity)
    : capacity_(capacity),
      mask_(std::bit_ceil(std::size_t{capacity} * 2 + 2) - 1),
      slots_(mask_ + 1),
      by_id_(std::size_t{capacity} + 1) {
  VL_ASSERT(capacity > 0, "a table without places keeps nothing apart");
  const entry& last = entries_.emplace_back(entry{0, capacity_, "(other)", {}});
  by_id_[capacity_].store(&last, std::memory_order_release);
}

inline const name_table::entry* name_table::find(std::string_view name,
                                                 std::size_t hash) const noexcept {
  // Ends at a free slot: the table is at most half full.
  for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
    const entry* found = slots_[at].load(std::memory_order_acquire);
    if (!found || (found->hash == hash && found->name.size() == name.size() &&
                   same_bytes(found->name.data(), name.data(), name.size()))) {
      return found;
    }
  }
}

std::uint32_t name_table::intern(std::string_view name, std::string_view unit) {
  if (name.size() > longest_name) [[unlikely]]
    name = cut_text(name, longest_name);
  const std::size_t hash = hash_of(name);
  if (const entry* known = find(name, hash)) [[likely]]
    return known->id;
  return add(name, hash, unit);
}

std::uint32_t name_table::add(std::string_view name, std::size_t hash, std::string_view unit) {
  if (size() == capacity_) return other();
  const std::scoped_lock lock(adding_);
  if (const entry* known = find(name, hash)) return known->id;  // another thread was faster
  const std::uint32_t id = size();
  if (id == capacity_) return other();
  const entry& made = entries_.emplace_back(
      entry{hash, id, std::string(name), std::string(cut_text(unit, longest_name))});
  by_id_[id].store(&made, std::memory_order_release);
  size_.store(id + 1, std::memory_order_release);
  std::size_t at = hash & mask_;
  while (slots_[at].load(std::memory_order_relaxed))
    at = (at + 1) & mask_;
  slots_[at].store(&made, std::memory_order_release);
  return id;
}

const name_table::entry& name_table::entry_of(std::uint32_t id) const {
  VL_ASSERT(id <= capacity_, "ids come from this table");
  const entry* found = by_id_[id].load(std::memory_order_acquire);
  VL_ASSERT(found, "ids come from this table");
  return *found;
}

std::string_view name_table::name(std::uint32_t id) const { return entry_of(id).name; }

std::string_view name_table::unit(std::uint32_t id) const { return entry_of(id).unit; }

}  // namespace veriload::aggregation
