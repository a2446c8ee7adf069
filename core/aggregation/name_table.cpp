#include "core/aggregation/name_table.hpp"

#include "core/aggregation/bounded_text.hpp"
#include "core/base/assert.hpp"

#include <bit>
#include <functional>

namespace veriload::aggregation {

name_table::name_table(std::uint32_t capacity)
    : capacity_(capacity),
      mask_(std::bit_ceil(std::size_t{capacity} * 2 + 2) - 1),
      slots_(mask_ + 1),
      by_id_(std::size_t{capacity} + 1) {
  VL_ASSERT(capacity > 0, "a table without places keeps nothing apart");
  const entry& last = entries_.emplace_back(entry{0, capacity_, "(other)", {}});
  by_id_[capacity_].store(&last, std::memory_order_release);
}

const name_table::entry* name_table::find(std::string_view name, std::size_t hash) const noexcept {
  // Ends at a free slot: the table is at most half full.
  for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
    const entry* found = slots_[at].load(std::memory_order_acquire);
    if (!found || (found->hash == hash && found->name == name)) return found;
  }
}

std::uint32_t name_table::intern(std::string_view name, std::string_view unit) {
  name = cut_text(name, longest_name);
  const std::size_t hash = std::hash<std::string_view>{}(name);
  if (const entry* known = find(name, hash)) return known->id;
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
