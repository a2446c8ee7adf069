#include "core/aggregation/name_table.hpp"

#include "core/aggregation/bounded_text.hpp"
#include "core/base/assert.hpp"

#include <bit>
#include <cstring>

namespace veriload::aggregation {
namespace {

std::uint64_t word_at(const char* p) noexcept {
  std::uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
}

std::uint64_t half_word_at(const char* p) noexcept {
  std::uint32_t half;
  std::memcpy(&half, p, 4);
  return half;
}

}  // namespace

// Names are few, short and chosen by the author of a scenario: two multiplications for the usual
// one, where the hash of the standard library costs as much as the rest of a look-up.
inline name_table::key name_table::key_of(std::string_view name) noexcept {
  constexpr std::uint64_t spread = 0x9e3779b97f4a7c15, other_spread = 0xc2b2ae3d27d4eb4f;
  const char* const p = name.data();
  const std::size_t size = name.size();
  key made{0, 0, size, 0};
  if (size >= 8) {
    made.first = word_at(p);
    made.last = word_at(p + size - 8);
  } else if (size >= 4) {
    made.first = half_word_at(p);
    made.last = half_word_at(p + size - 4);
  } else {
    for (const char c : name)
      made.first = made.first << 8 | static_cast<unsigned char>(c);
  }
  std::uint64_t hash = (made.first ^ size) * spread + made.last * other_spread;
  for (std::size_t at = 8; at + 8 < size; at += 8)
    hash = (hash ^ word_at(p + at)) * spread;
  made.hash = hash ^ hash >> 32;
  return made;
}

name_table::name_table(std::uint32_t capacity)
    : capacity_(capacity),
      mask_(std::bit_ceil(std::size_t{capacity} * 2 + 2) - 1),
      slots_(mask_ + 1),
      by_id_(std::size_t{capacity} + 1) {
  VL_ASSERT(capacity > 0, "a table without places keeps nothing apart");
  const entry& last = entries_.emplace_back(entry{{}, capacity_, "(other)", {}});
  by_id_[capacity_].store(&last, std::memory_order_release);
}

inline const name_table::entry* name_table::find(std::string_view name,
                                                 const key& wanted) const noexcept {
  // Ends at a free slot: the table is at most half full.
  for (std::size_t at = wanted.hash & mask_;; at = (at + 1) & mask_) {
    const entry* found = slots_[at].load(std::memory_order_acquire);
    const bool same =
        found && found->key == wanted && (wanted.size <= key::whole || found->name == name);
    if (same || !found) return found;
  }
}

std::uint32_t name_table::intern(std::string_view name, std::string_view unit) {
  if (name.size() <= key::whole) [[likely]] {
    if (const entry* known = find(name, key_of(name))) [[likely]]
      return known->id;
  }
  return intern_long_or_new(name, unit);
}

std::uint32_t name_table::intern_long_or_new(std::string_view name, std::string_view unit) {
  name = cut_text(name, longest_name);
  const key wanted = key_of(name);
  if (const entry* known = find(name, wanted)) return known->id;
  return add(name, wanted, unit);
}

std::uint32_t name_table::add(std::string_view name, const key& wanted, std::string_view unit) {
  if (size() == capacity_) return other();
  const std::scoped_lock lock(adding_);
  if (const entry* known = find(name, wanted)) return known->id;  // another thread was faster
  const std::uint32_t id = size();
  if (id == capacity_) return other();
  const entry& made = entries_.emplace_back(
      entry{wanted, id, std::string(name), std::string(cut_text(unit, longest_name))});
  by_id_[id].store(&made, std::memory_order_release);
  size_.store(id + 1, std::memory_order_release);
  std::size_t at = wanted.hash & mask_;
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
