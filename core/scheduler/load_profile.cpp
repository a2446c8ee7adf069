#include "core/scheduler/load_profile.hpp"

#include "core/base/assert.hpp"

#include <algorithm>

namespace veriload::scheduler {
namespace {

__extension__ using wide = __int128;

}  // namespace

load_profile::load_profile(std::vector<knot> knots) : knots_(std::move(knots)) {
  VL_ASSERT(knots_.size() >= 2 && duration() > 0, "the schema admits durations above 0 only");
}

load_profile load_profile::soak(std::uint64_t users, base::ns duration) {
  return load_profile({{0, users}, {duration, users}});
}

load_profile load_profile::ramp(std::uint64_t users, base::ns duration, base::ns hold) {
  return load_profile({{0, 0}, {duration, users}, {duration + hold, users}});
}

load_profile load_profile::steps(std::span<const level> levels) {
  std::vector<knot> knots;
  base::ns at = 0;
  for (const level& l : levels) {
    knots.push_back({at, l.users});
    at += l.hold;
    knots.push_back({at, l.users});
  }
  return load_profile(std::move(knots));
}

load_profile load_profile::lines(std::span<const level_line> levels, base::ns hold) {
  std::vector<knot> knots{{0, 0}};
  for (const level_line& line : levels)
    knots.push_back({knots.back().at + line.length, line.users});
  const std::size_t last = knots.size() - 1;
  if (last > 0 && knots[last].users > knots[last - 1].users && levels.back().length > 0)
    knots.push_back({knots[last].at + hold, knots[last].users});
  return load_profile(std::move(knots));
}

std::uint64_t load_profile::users_at(base::ns elapsed) const noexcept {
  if (elapsed < 0 || elapsed >= duration()) return 0;

  // The last knot not after `elapsed`: of two knots at one instant the later one counts, which is
  // the jump.
  const auto next = std::ranges::upper_bound(knots_, elapsed, {}, &knot::at);
  const auto from = std::prev(next);

  const wide rise = static_cast<wide>(next->users) - static_cast<wide>(from->users);
  const wide done = rise * (elapsed - from->at);
  const wide span = next->at - from->at;
  // Rounds down also on a falling line, where `done` is negative.
  wide moved = done / span;
  if (done % span < 0) --moved;
  return static_cast<std::uint64_t>(static_cast<wide>(from->users) + moved);
}

std::uint64_t load_profile::peak() const noexcept {
  return std::ranges::max(knots_, {}, &knot::users).users;
}

base::ns load_profile::next_knot(base::ns elapsed) const noexcept {
  const auto next = std::ranges::upper_bound(knots_, elapsed, {}, &knot::at);
  return next == knots_.end() ? base::never : next->at;
}

}  // namespace veriload::scheduler
