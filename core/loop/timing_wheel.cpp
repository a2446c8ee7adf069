#include "core/loop/timing_wheel.hpp"

#include <algorithm>
#include <bit>

namespace veriload::loop {
namespace {

constexpr ns tick_length = base::millisecond;
constexpr std::int64_t no_tick = base::never;

std::int64_t tick_at_or_after(ns deadline) noexcept {
  if (deadline <= 0) return 0;
  return deadline / tick_length + (deadline % tick_length != 0);
}

}  // namespace

void timing_wheel::occupancy::set(std::size_t slot) noexcept {
  words[slot / 64] |= std::uint64_t{1} << (slot % 64);
  groups |= std::uint64_t{1} << (slot / 64);
}

void timing_wheel::occupancy::clear(std::size_t slot) noexcept {
  words[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  if (words[slot / 64] == 0) groups &= ~(std::uint64_t{1} << (slot / 64));
}

std::int64_t timing_wheel::occupancy::steps_after(std::size_t slot) const noexcept {
  if (groups == 0) return 0;
  const std::size_t from = (slot + 1) % slots;
  const std::size_t group = from / 64;
  std::size_t found;
  if (const std::uint64_t rest = words[group] >> (from % 64) << (from % 64); rest != 0) {
    found = group * 64 + static_cast<std::size_t>(std::countr_zero(rest));
  } else {
    // The groups after this one, around the ring; this one comes last, for its lower part.
    const int shift = static_cast<int>((group + 1) % 64);
    const auto ahead = static_cast<std::size_t>(std::countr_zero(std::rotr(groups, shift)));
    const std::size_t next = (group + 1 + ahead) % 64;
    found = next * 64 + static_cast<std::size_t>(std::countr_zero(words[next]));
  }
  return static_cast<std::int64_t>((found + slots - slot) % slots);
}

timing_wheel::timing_wheel(ns now) noexcept : current_(now / tick_length), horizon_(current_) {}

void timing_wheel::arm(timer& t, ns deadline) noexcept {
  if (t.armed()) take(t);
  t.tick = std::max(tick_at_or_after(deadline), horizon_ + 1);
  put(t, t.tick);
}

void timing_wheel::disarm(timer& t) noexcept {
  if (t.armed()) take(t);
}

void timing_wheel::put(timer& t, std::int64_t due) noexcept {
  std::size_t slot;
  if (due - current_ < slots) {
    slot = static_cast<std::size_t>(due % slots);
    used_[0].set(slot);
  } else {
    const std::int64_t last_span = (current_ >> slot_bits) + slots - 1;
    const auto ring = static_cast<std::size_t>(std::min(due >> slot_bits, last_span) % slots);
    used_[1].set(ring);
    slot = slots + ring;
  }
  timer*& head = heads_[slot];
  t.next = head;
  t.link = &head;
  if (head != nullptr) head->link = &t.next;
  head = &t;
  ++armed_;
}

void timing_wheel::take(timer& t) noexcept {
  *t.link = t.next;
  if (t.next != nullptr) {
    t.next->link = t.link;
  } else if (t.link >= heads_.data() && t.link < heads_.data() + heads_.size()) {
    // The last of its slot: its link is the head itself.
    const auto slot = static_cast<std::size_t>(t.link - heads_.data());
    used_[slot / slots].clear(slot % slots);
  }
  t.link = nullptr;
  --armed_;
}

std::int64_t timing_wheel::next_tick() const noexcept {
  std::int64_t next = no_tick;
  if (const auto steps = used_[0].steps_after(static_cast<std::size_t>(current_ % slots));
      steps != 0) {
    next = current_ + steps;
  }
  const std::int64_t span = current_ >> slot_bits;
  if (const auto steps = used_[1].steps_after(static_cast<std::size_t>(span % slots)); steps != 0) {
    next = std::min(next, (span + steps) << slot_bits);
  }
  return next;
}

std::size_t timing_wheel::advance(ns now) noexcept {
  const std::int64_t target = now / tick_length;
  if (target <= current_) return 0;

  horizon_ = target;
  std::size_t fired = 0;
  for (std::int64_t next = next_tick(); next <= target; next = next_tick()) {
    current_ = next;
    if (current_ % slots == 0) deal_span();
    fired += fire_slot();
  }
  current_ = target;
  return fired;
}

void timing_wheel::deal_span() noexcept {
  const auto span = static_cast<std::size_t>((current_ >> slot_bits) % slots);
  timer* rest = heads_[slots + span];
  heads_[slots + span] = nullptr;
  used_[1].clear(span);
  while (rest != nullptr) {
    timer& t = *rest;
    rest = t.next;
    --armed_;
    put(t, std::max(t.tick, current_));
  }
}

std::size_t timing_wheel::fire_slot() noexcept {
  const auto slot = static_cast<std::size_t>(current_ % slots);
  firing_ = heads_[slot];
  if (firing_ == nullptr) return 0;
  firing_->link = &firing_;
  heads_[slot] = nullptr;
  used_[0].clear(slot);

  std::size_t fired = 0;
  while (firing_ != nullptr) {
    timer& t = *firing_;
    take(t);
    ++fired;
    t.fire(t);
  }
  return fired;
}

ns timing_wheel::next_deadline() const noexcept {
  const std::int64_t next = next_tick();
  return next > base::never / tick_length ? base::never : next * tick_length;
}

timer* timing_wheel::take_any() noexcept {
  if (armed_ == 0) return nullptr;
  timer* found = firing_;
  if (found == nullptr) {
    const std::size_t ring = used_[0].groups != 0 ? 0 : 1;
    const auto group = static_cast<std::size_t>(std::countr_zero(used_[ring].groups));
    const auto bit = static_cast<std::size_t>(std::countr_zero(used_[ring].words[group]));
    found = heads_[ring * slots + group * 64 + bit];
  }
  take(*found);
  return found;
}

}  // namespace veriload::loop
